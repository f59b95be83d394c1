export const id = 669;
export const ids = [669];
export const modules = {

/***/ 9669:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectPackages: () => (/* binding */ connectPackages)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/lambda/archive/checks.js
var checks = __webpack_require__(7880);
// EXTERNAL MODULE: ./lib/src/lambda/left-out.js
var left_out = __webpack_require__(8102);
// EXTERNAL MODULE: ./lib/src/lambda/package-entry.js
var package_entry = __webpack_require__(1729);
// EXTERNAL MODULE: ./lib/src/lambda/package-size.js
var package_size = __webpack_require__(756);
;// CONCATENATED MODULE: ./lib/src/gateways/files/package-files.js







const OWNER_MAY_RUN = 0o100;
/** Packages on this machine's disk, their paths relative to the workspace. */
function packageFiles(workspace) {
    return {
        async read(name, path) {
            const place = (0,external_node_path_.join)(workspace, path);
            const stats = await statOf(place);
            if (stats?.isDirectory())
                return await readFolder(name, place);
            const extension = /\.(zip|jar)$/i.exec(path)?.[1]?.toLowerCase();
            if (stats?.isFile() && (extension === 'zip' || extension === 'jar')) {
                return { kind: 'archive', extension, bytes: await (0,promises_.readFile)(place) };
            }
            throw new errors/* ActionError */.lZ({
                what: `The Lambda package "${name}" cannot be read`,
                found: stats === undefined ? `nothing at ${path}` : `${path}, which is neither a folder nor a .zip or .jar`,
                expected: 'a folder with the built handler, a .zip, or a .jar',
                wayOut: 'Build it in a step before this one, and check its path in "lambda-packages"',
            });
        },
    };
}
async function statOf(place) {
    try {
        return await (0,promises_.stat)(place);
    }
    catch (thrown) {
        if (thrown.code === 'ENOENT')
            return undefined;
        throw thrown;
    }
}
/** Lists first: a folder that is far too large is refused before it is in memory. */
async function readFolder(name, folder) {
    const root = await (0,promises_.realpath)(folder);
    const files = await listed(name, root, root, '');
    (0,package_size/* checkedSize */.NL)(files, name);
    const entries = [];
    for (const { path, file, mode } of files) {
        if (mode === package_entry/* LINK_MODE */.BG)
            entries.push({ path, mode, content: Buffer.from(linkText(root, path, file)) });
        else {
            const content = await (0,promises_.readFile)(file);
            if (!(0,left_out/* isBytecode */.m9)(path) || !(0,left_out/* isStaleBytecode */.zh)(path, content))
                entries.push({ path, mode, content });
        }
    }
    return { kind: 'folder', entries };
}
async function listed(name, root, folder, prefix) {
    const files = [];
    for (const entry of await (0,promises_.readdir)(folder, { withFileTypes: true, encoding: 'buffer' })) {
        const found = decodedName(entry, name, prefix);
        const path = `${prefix}${found}`;
        if ((0,left_out/* isLeftOut */.WY)(path))
            continue;
        const file = (0,external_node_path_.join)(folder, found);
        if (entry.isSymbolicLink()) {
            const target = await resolvedLink(name, root, file, path);
            if (!(0,left_out/* isLeftOut */.WY)(inside(root, target)))
                files.push({ path, file: target, size: 0, mode: package_entry/* LINK_MODE */.BG });
        }
        else if (entry.isDirectory())
            files.push(...(await listed(name, root, file, `${path}/`)));
        else if (entry.isFile()) {
            const { size, mode } = await (0,promises_.stat)(file);
            files.push({ path, file, size, mode: (mode & OWNER_MAY_RUN) === 0 ? 0o644 : 0o755 });
        }
        else
            throw unpackable(name, path, 'a device, pipe or socket');
    }
    return files;
}
/** Relative, wherever the folder was built: what pnpm and workspaces make finds its neighbours by where a link leads. */
function linkText(root, path, target) {
    const text = external_node_path_.posix.relative(external_node_path_.posix.dirname(path), inside(root, target));
    return text === '' ? '.' : text;
}
/** `''` for the root itself. */
function inside(root, place) {
    return (0,external_node_path_.relative)(root, place).split(external_node_path_.sep).join('/');
}
async function resolvedLink(name, root, link, path) {
    const target = await (0,promises_.readlink)(link);
    let real;
    try {
        real = await (0,promises_.realpath)(link);
    }
    catch (thrown) {
        const code = thrown.code;
        throw unpackable(name, path, code === 'ELOOP' ? 'a symlink that leads to itself' : `a symlink to nothing (${target})`);
    }
    if (real !== root && !real.startsWith(`${root}${external_node_path_.sep}`))
        throw (0,checks/* linkOutside */.i)(path, target, name);
    const stats = await (0,promises_.stat)(real);
    if (!stats.isFile() && !stats.isDirectory())
        throw unpackable(name, path, 'a symlink to a device, pipe or socket');
    return real;
}
function decodedName(entry, name, prefix) {
    const decoded = entry.name.toString('utf8');
    if (Buffer.from(decoded).equals(entry.name))
        return decoded;
    throw unpackable(name, `${prefix}${entry.name.toString('latin1')}`, 'a name that is not UTF-8');
}
function unpackable(name, path, found) {
    return new errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has something that cannot be packed`,
        found: `${JSON.stringify(path)}: ${found}`,
        expected: 'files, folders, and symlinks to files of the package',
        wayOut: 'Remove it from the folder, or package another one; nothing was uploaded',
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/src/gateways/web/sdk-handler.js
var sdk_handler = __webpack_require__(176);
// EXTERNAL MODULE: ./lib/src/gateways/web/signature.js
var signature = __webpack_require__(3271);
;// CONCATENATED MODULE: ./lib/src/gateways/lambda/api-exports.js





const ANSWER_WITHIN_MS = 20_000;
const ATTEMPTS = 4;
const PAUSE_MS = 500;
/**
 * API Gateway, asked what a stage serves. One kind of request needs no client of 200 kB: who asks is found by a client that
 * is here already, the request is signed as S3's are.
 */
function apiExports(config, environment, signal) {
    let identity;
    return {
        async exported(apiId, stage) {
            identity ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 1696, 19)).then(async ({ LambdaClient }) => {
                return new LambdaClient({ ...config, ...(await (0,sdk_handler/* sdkHandler */.D)(environment)) }).config;
            });
            const of = stage === undefined ? apiId : `the stage ${stage} of ${apiId}`;
            try {
                return await asked(await identity, apiId, stage);
            }
            catch (thrown) {
                if (signal.aborted)
                    throw thrown;
                throw new errors/* ActionError */.lZ({
                    what: `Could not ask API Gateway what ${of} serves`,
                    found: (0,errors/* asError */.zR)(thrown).message,
                    wayOut: 'Look at the role: docs/iam.md names apigateway:GET on the API and everything below it. The infrastructure is applied',
                    cause: thrown,
                });
            }
        },
    };
    async function asked(who, apiId, stage) {
        const region = await who.region();
        const endpoint = new URL(endpointOf(region, environment));
        const path = `${endpoint.pathname.replace(/\/$/, '')}/v2/apis/${apiId}/exports/OAS30`;
        const query = `outputType=JSON${stage === undefined ? '' : `&stageName=${encodeURIComponent(stage)}`}`;
        for (let attempt = 1;; attempt++) {
            const headers = [['host', endpoint.host]];
            const request = { method: 'GET', path, query, headers, bodySha256: (0,external_node_crypto_.hash)('sha256', '', 'hex') };
            const scope = { region, service: 'apigateway' };
            // `fetch` writes the host itself.
            const { host: _, ...signed } = (0,signature/* signedHeaders */.H)(request, await who.credentials(), scope);
            const reply = await answer(`${endpoint.origin}${path}?${query}`, signed);
            if (reply.status === 200)
                return JSON.parse(reply.text);
            const isPassing = reply.status === 0 || reply.status === 429 || reply.status >= 500;
            if (!isPassing || attempt === ATTEMPTS)
                throw new Error(`Status ${reply.status}: ${reply.text}`);
            await (0,external_node_timers_promises_.setTimeout)(PAUSE_MS * 2 ** attempt, undefined, { signal });
        }
    }
    /** Status 0: no answer came. */
    async function answer(url, headers) {
        try {
            const reply = await fetch(url, {
                headers,
                signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
            });
            return { status: reply.status, text: await reply.text() };
        }
        catch (thrown) {
            if (signal.aborted)
                throw thrown;
            return { status: 0, text: (0,errors/* asError */.zR)(thrown).message };
        }
    }
}
function endpointOf(region, environment) {
    const own = environment.AWS_ENDPOINT_URL_APIGATEWAYV2 || environment.AWS_ENDPOINT_URL;
    if (own !== undefined && own !== '')
        return own;
    return `https://apigateway.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/lambda/functions.js


/** Lambda, asked what its functions run, and told which versions may go. */
function lambdaFunctions(config, prepare = (made) => made) {
    let connected;
    const loaded = async () => {
        const lambda = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 1696, 19));
        connected ??= (0,sdk_handler/* sdkHandler */.D)(process.env).then((handler) => prepare(new lambda.LambdaClient({ ...config, ...handler })));
        return { lambda, client: await connected };
    };
    return {
        versions: {
            async list(functionName) {
                const { lambda, client } = await loaded();
                const found = [];
                for await (const page of lambda.paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
                    found.push(...(page.Versions ?? []).map(({ Version }) => Number(Version)).filter(isVersion));
                }
                return found;
            },
            async remove(functionName, version) {
                // Without a qualifier this call deletes the function.
                if (!isVersion(version))
                    throw new TypeError(`${version} is no version`);
                const { lambda, client } = await loaded();
                try {
                    await client.send(new lambda.DeleteFunctionCommand({ FunctionName: functionName, Qualifier: String(version) }));
                    return 'removed';
                }
                catch (thrown) {
                    if ((0,errors/* asError */.zR)(thrown).name === 'ResourceConflictException')
                        return 'in-use';
                    throw thrown;
                }
            },
        },
        async codeSha256(functionName, qualifier) {
            const { lambda, client } = await loaded();
            const request = { FunctionName: functionName, Qualifier: qualifier };
            try {
                const { CodeSha256 } = await client.send(new lambda.GetFunctionConfigurationCommand(request));
                return CodeSha256 ?? '';
            }
            catch (thrown) {
                const error = (0,errors/* asError */.zR)(thrown);
                const of = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
                throw new errors/* ActionError */.lZ({
                    what: `Could not ask Lambda what ${of} runs`,
                    found: `${error.name} ${error.message}`,
                    expected: 'its configuration',
                    wayOut: 'Look at the role: docs/iam.md names lambda:GetFunctionConfiguration. The infrastructure is applied',
                    cause: thrown,
                });
            }
        },
    };
}
function isVersion(version) {
    return Number.isSafeInteger(version) && version > 0;
}

// EXTERNAL MODULE: ./lib/src/gateways/runner/secret-register.js
var secret_register = __webpack_require__(85);
// EXTERNAL MODULE: ./lib/src/gateways/s3/artifact-store.js
var artifact_store = __webpack_require__(2157);
// EXTERNAL MODULE: ./lib/src/gateways/web/clock.js
var clock = __webpack_require__(7131);
// EXTERNAL MODULE: ./lib/src/gateways/web/release-probe.js
var release_probe = __webpack_require__(2827);
;// CONCATENATED MODULE: ./lib/src/gateways/connect-packages.js







/** Connects the back end lane. Nothing is asked before its first use. */
function connectPackages({ workspace, signal }, { bucket }, { aws: { client, prepare }, s3 }) {
    return {
        sources: packageFiles(workspace),
        store: (0,artifact_store/* artifactStore */.i)(s3.bucket(bucket)),
        functions: lambdaFunctions(client, prepare),
        exports: apiExports(client, process.env, signal),
        probe: (0,release_probe/* releaseProbe */.w)(signal, secret_register/* actionsSecrets */.l.redact),
        clock: (0,clock/* siteClock */.G)(signal),
    };
}


/***/ }),

/***/ 2157:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ artifactStore)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5071);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4513);


/** The bucket of packages. A single put each: at most 250 MiB, and only that can be conditional and hashed as a whole. */
function artifactStore({ bucket, common, open }) {
    const place = (key) => ({ ...common, Key: key });
    return {
        async find(key) {
            const { sdk, client } = await open();
            try {
                const head = await client.send(new sdk.HeadObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
                const sha256 = head.ChecksumSHA256;
                return { bytes: head.ContentLength ?? 0, sha256 };
            }
            catch (thrown) {
                if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) !== 404)
                    throw failed(bucket, `look for ${key} in`, thrown);
            }
            // The answer to HEAD has no body: a bucket that is missing looks like a package that is.
            try {
                await client.send(new sdk.HeadBucketCommand(common));
                return undefined;
            }
            catch (thrown) {
                throw failed(bucket, `look for ${key} in`, thrown);
            }
        },
        async read(key) {
            const { sdk, client } = await open();
            try {
                const { Body } = await client.send(new sdk.GetObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
                if (Body === undefined)
                    throw new Error('the reply has no body');
                return await Body.transformToByteArray();
            }
            catch (thrown) {
                throw failed(bucket, `read ${key} from`, thrown);
            }
        },
        async store(key, archive, sha256) {
            const { sdk, client } = await open();
            const request = {
                ...place(key),
                Body: archive,
                ChecksumSHA256: sha256,
                IfNoneMatch: '*',
                ContentType: 'application/zip',
            };
            try {
                await client.send(new sdk.PutObjectCommand(request));
                return 'stored';
            }
            catch (thrown) {
                const status = (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown);
                if (status === 412)
                    return 'exists';
                if (status === 409)
                    return 'conflict';
                throw failed(bucket, `store ${key} in`, thrown);
            }
        },
    };
}
function failed(bucket, doing, thrown) {
    const wayOut = {
        301: 'The bucket is in another region: set "aws-region" to it',
        403: 'Look at the role: docs/iam.md names what it needs on the artifact bucket',
        404: 'Look at the input "artifact-bucket": there is no such bucket',
    };
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
        what: `Could not ${doing} the artifact bucket ${bucket}`,
        found: (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .saidBy */ .TT)(thrown),
        wayOut: wayOut[(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) ?? 0] ?? 'Run the job again; nothing was applied',
        cause: thrown,
    });
}


/***/ }),

/***/ 2827:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ releaseProbe)
/* harmony export */ });
const ANSWER_WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const BEGINNING = 100;
/** Asks as a browser does that comes for the first time: no `Cache-Control`, no query, redirects followed. */
function releaseProbe(signal, redact) {
    return {
        async get(url) {
            const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]) });
            const text = (await reply.text()).slice(0, MOST_BYTES);
            // Masked before it is cut: half a secret would not be found any more.
            return { status: reply.status, text, beginning: redact(text).slice(0, BEGINNING) };
        },
    };
}


/***/ }),

/***/ 3271:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ signedHeaders)
/* harmony export */ });
/* unused harmony export authorization */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/**
 * All headers of a request that is sent now: those given, its time, the token of a session, and the signature of them.
 * @param request its headers in any order, `host` among them
 */
function signedHeaders(request, credentials, scope) {
    const { sessionToken } = credentials;
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const headers = [...request.headers, ['x-amz-date', time]];
    if (sessionToken !== undefined)
        headers.push(['x-amz-security-token', sessionToken]);
    headers.sort(([a], [b]) => (a < b ? -1 : 1));
    const signed = Object.fromEntries(headers);
    signed.authorization = authorization({ ...request, headers }, credentials, scope, time);
    return signed;
}
let lastKey;
/**
 * The `authorization` header of AWS Signature Version 4.
 * @param time `YYYYMMDDTHHMMSSZ`, the value of `x-amz-date`
 */
function authorization({ method, path, query, headers, bodySha256 }, { accessKeyId, secretAccessKey }, { region, service }, time) {
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    let lines = '';
    let names = '';
    for (const [name, value] of headers) {
        lines += `${name}:${value}\n`;
        names += names === '' ? name : `;${name}`;
    }
    const canonical = `${method}\n${path}\n${query}\n${lines}\n${names}\n${bodySha256}`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', canonical, 'hex')}`;
    const signature = hmac(signingKey(secretAccessKey, day, region, service), toSign).toString('hex');
    return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
/** The same for a day, a region, a service and a secret. As a key's object: Node takes a buffer five times as long to look at. */
function signingKey(secret, day, region, service) {
    const of = `${secret} ${day} ${region} ${service}`;
    if (lastKey?.of !== of) {
        const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
        lastKey = { of, key: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createSecretKey)(key) };
    }
    return lastKey.key;
}
function hmac(key, text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(text).digest();
}


/***/ })

};
