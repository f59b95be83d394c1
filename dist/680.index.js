export const id = 680;
export const ids = [680];
export const modules = {

/***/ 680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectSite: () => (/* binding */ connectSite)
});

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/traits.js
/** Managed policies whose cache key has no query strings; every account has them under these ids (CloudFront docs). */
const WITHOUT_QUERY = new Set([
    '658327ea-f89d-4fab-a63d-7e88639e58f6', // CachingOptimized
    'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', // CachingOptimizedForUncompressedObjects
    '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // CachingDisabled
]);
/**
 * What a distribution's configuration says about addresses, looked at only in the behaviours that lead to this bucket:
 * an API beside it may have query strings of its own.
 * @param queryStringsOf `QueryStringBehavior` of a cache policy; `undefined` where it may not be read
 */
async function edgeTraits({ Origins, DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses }, bucket, queryStringsOf) {
    const origins = (Origins?.Items ?? []).filter(({ DomainName }) => DomainName?.startsWith(`${bucket}.`));
    const ids = new Set(origins.map(({ Id }) => Id));
    const all = [
        ...(DefaultCacheBehavior === undefined ? [] : [DefaultCacheBehavior]),
        ...(CacheBehaviors?.Items ?? []),
    ];
    const ours = ids.size === 0 ? all : all.filter(({ TargetOriginId }) => ids.has(TargetOriginId));
    const paths = [...new Set(origins.map(({ OriginPath }) => OriginPath ?? ''))];
    const errorPages = (CustomErrorResponses?.Items ?? []).flatMap(({ ResponsePagePath: page }) => page || []);
    const cleanAddresses = ours.some(rewrites);
    let manyAddresses = cleanAddresses;
    for (const behavior of ours)
        manyAddresses ||= await keyHasQuery(behavior, queryStringsOf);
    return { manyAddresses, originPaths: paths.length === 0 ? [''] : paths, errorPages, cleanAddresses };
}
/** A function before the cache or before the origin may serve one file under many addresses. */
function rewrites({ FunctionAssociations, LambdaFunctionAssociations }) {
    const associated = [...(FunctionAssociations?.Items ?? []), ...(LambdaFunctionAssociations?.Items ?? [])];
    return associated.some(({ EventType }) => EventType === 'viewer-request' || EventType === 'origin-request');
}
async function keyHasQuery({ CachePolicyId, ForwardedValues }, queryStringsOf) {
    if (CachePolicyId === undefined || CachePolicyId === '')
        return ForwardedValues?.QueryString === true;
    if (WITHOUT_QUERY.has(CachePolicyId))
        return false;
    // A policy that may not be read could have them.
    return (await queryStringsOf(CachePolicyId)) !== 'none';
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/xml-text.js
const ENTITIES = new Map([
    ['quot', '"'],
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['apos', "'"],
    ['#34', '"'],
]);
/** The text between two tags. @returns `undefined` where it is encoded in a way that is not known here */
function decodedText(text) {
    if (!text.includes('&'))
        return text;
    let known = true;
    const decoded = text.replace(/&([^;&]*);?/g, (_, name) => {
        const character = ENTITIES.get(name);
        known &&= character !== undefined;
        return character ?? '';
    });
    return known ? decoded : undefined;
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/direct/xml.js

const DECLARATION = /^(?:<\?xml(?: \w+="[^"<>]*")*\?>)?\s*/;
/** Text up to a tag, and the tag; only a root has attributes. */
const TAG = /([^<]*)<(\/?)([A-Za-z0-9]+)(?: xmlns="[^"<>]*")?(\/?)>/y;
/**
 * The one form in which CloudFront answers: elements and text. `undefined` for everything else, and for an
 * answer that breaks off: a general reader takes longer to load than the answer to come.
 */
function readXml(document, root) {
    const open = [{ name: '', children: [] }];
    let at = DECLARATION.exec(document)?.[0].length ?? 0;
    while (at < document.length) {
        TAG.lastIndex = at;
        const [whole = '', text = '', closing, name = '', empty] = TAG.exec(document) ?? [];
        if (whole === '')
            break;
        at += whole.length;
        const current = open.at(-1);
        if (closing === '/') {
            const decoded = decodedText(text);
            // Words beside elements are of no form that is known.
            const isMixed = current.children.length > 0 && text.trim() !== '';
            if (current.name !== name || decoded === undefined || isMixed || empty === '/')
                return undefined;
            open.pop();
            open.at(-1)?.children.push([name, { text: decoded, children: current.children }]);
        }
        else {
            if (text.trim() !== '')
                return undefined;
            if (empty === '/')
                current.children.push([name, { text: '', children: [] }]);
            else
                open.push({ name, children: [] });
        }
        if (open.length === 1)
            break;
    }
    const [found, ...others] = open[0]?.children ?? [];
    const isWhole = open.length === 1 && others.length === 0 && document.slice(at).trim() === '';
    return isWhole && found?.[0] === root ? found[1] : undefined;
}
/** The only child of that name. */
function childOf(element, name) {
    const [found, ...others] = element?.children.filter(([each]) => each === name) ?? [];
    return others.length === 0 ? found?.[1] : undefined;
}
function textOf(element, name) {
    return childOf(element, name)?.text;
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/direct/distribution-config.js

/** What decides about addresses in the answer to `GetDistributionConfig`; `undefined` where it was not read as a whole. */
function readDistributionConfig(document) {
    const root = readXml(document, 'DistributionConfig');
    const byDefault = behaviorOf(childOf(root, 'DefaultCacheBehavior'));
    const origins = itemsOf(root, 'Origins');
    const behaviors = itemsOf(root, 'CacheBehaviors')?.map(behaviorOf);
    const pages = itemsOf(root, 'CustomErrorResponses');
    if (byDefault === undefined || origins === undefined || behaviors === undefined || pages === undefined)
        return undefined;
    const known = behaviors.flatMap((behavior) => behavior ?? []);
    if (known.length < behaviors.length)
        return undefined;
    return {
        Origins: { Items: origins.map((origin) => texts(origin, ['Id', 'DomainName', 'OriginPath'])) },
        DefaultCacheBehavior: byDefault,
        CacheBehaviors: { Items: known },
        CustomErrorResponses: { Items: pages.map((page) => texts(page, ['ResponsePagePath'])) },
    };
}
function behaviorOf(behavior) {
    const functions = itemsOf(behavior, 'FunctionAssociations');
    const lambdas = itemsOf(behavior, 'LambdaFunctionAssociations');
    if (textOf(behavior, 'TargetOriginId') === undefined || functions === undefined || lambdas === undefined)
        return undefined;
    const forwarded = childOf(behavior, 'ForwardedValues');
    return {
        ...texts(behavior, ['TargetOriginId', 'CachePolicyId']),
        ForwardedValues: forwarded && { QueryString: textOf(forwarded, 'QueryString') !== 'false' },
        FunctionAssociations: { Items: functions.map((each) => texts(each, ['EventType'])) },
        LambdaFunctionAssociations: { Items: lambdas.map((each) => texts(each, ['EventType'])) },
    };
}
/** A list without its count, or with another than it has, was not sent or not read as a whole. */
function itemsOf(element, name) {
    const list = childOf(element, name);
    const items = childOf(list, 'Items')?.children.map(([, item]) => item) ?? [];
    return textOf(list, 'Quantity') === String(items.length) ? items : undefined;
}
function texts(element, names) {
    return Object.fromEntries(names.map((name) => [name, textOf(element, name)]));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/src/gateways/web/proxy.js
var proxy = __webpack_require__(8025);
;// CONCATENATED MODULE: ./lib/src/gateways/web/plain-environment.js




/** The SDK's variables that change nothing about where a service is and who asks, or that are understood here. */
const UNDERSTOOD = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?REGION|ENDPOINT_URL(_\w+)?|CA_BUNDLE|EC2_METADATA_DISABLED|MAX_ATTEMPTS|RETRY_MODE|PAGER|DEFAULT_OUTPUT)$/;
/** Of the partition `aws`, where host names are always made in the same way. */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;
/**
 * Whether the environment alone says where a service is, as far as is understood here. Everywhere else the SDK decides: loading
 * it takes as long as comparing a site of thousands of files.
 */
function isPlain(environment) {
    // A proxy is the SDK's matter, which asks for each request whether to use it.
    if ((0,proxy/* namesProxy */.p)(environment))
        return false;
    const names = Object.keys(environment).filter((name) => name.startsWith('AWS_'));
    if (!names.every((name) => UNDERSTOOD.test(name)))
        return false;
    return !['config', 'credentials'].some((name) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(homeOf(environment), '.aws', name)));
}
function isPlainRegion(region) {
    return REGION.test(region);
}
/** Who asks, each time anew: whoever gives credentials renews them. @param given absent: the keys of the environment */
function signerOf(given, environment) {
    const who = given ?? keysOf(environment);
    if (who === undefined)
        return undefined;
    return async () => (typeof who === 'function' ? await who() : who);
}
function keysOf(environment) {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
    if (!accessKeyId || !secretAccessKey)
        return undefined;
    return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined };
}
/** Where the SDK looks for it. */
function homeOf({ HOME, USERPROFILE }) {
    return HOME || USERPROFILE || (0,external_node_os_.homedir)();
}

// EXTERNAL MODULE: ./lib/src/gateways/web/signature.js
var signature = __webpack_require__(3271);
;// CONCATENATED MODULE: ./lib/src/gateways/web/whole-answer.js
/** Calls back once, with `undefined` when the answer breaks off. */
function wholeAnswer(reply, done) {
    const parts = [];
    const nothing = () => done(undefined);
    reply.on('data', (part) => parts.push(part));
    reply.on('error', nothing);
    reply.on('close', nothing);
    reply.on('end', () => done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) }));
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/direct/sender.js






const ANSWER_WITHIN_MS = 20_000;
/** For all of the partition `aws` (CloudFront API reference, "CloudFront endpoints"). */
const ENDPOINT = 'https://cloudfront.amazonaws.com';
const SCOPE = { region: 'us-east-1', service: 'cloudfront' };
/**
 * Sends without the SDK, which takes longer to load than a small site takes to deploy. `undefined` where the environment alone
 * does not say who asks and where: then the SDK decides. So only requests that may be made twice are sent this way.
 */
function directSender({ client: { region: given, credentials }, signal }, environment = process.env) {
    const region = given ?? environment.AWS_REGION;
    const signer = signerOf(credentials, environment);
    if (typeof region !== 'string' || !isPlainRegion(region) || signer === undefined || !isPlain(environment))
        return undefined;
    const own = environment.AWS_ENDPOINT_URL_CLOUDFRONT ?? environment.AWS_ENDPOINT_URL ?? ENDPOINT;
    if (!/^https?:\/\/[\w.-]+(:\d+)?\/?$/.test(own))
        return undefined;
    const { origin, host, protocol } = new URL(own);
    const send = protocol === 'https:' ? external_node_https_.request : external_node_http_.request;
    return async (method, path, body = '') => {
        if (signal.aborted)
            return undefined;
        // The SDK asks for them again, and says what is wrong with them.
        const found = await signer().catch(() => undefined);
        if (found === undefined)
            return undefined;
        const headers = [['host', host]];
        const signable = { method, path, query: '', headers, bodySha256: (0,external_node_crypto_.hash)('sha256', body, 'hex') };
        const sent = {
            ...(0,signature/* signedHeaders */.H)(signable, found, SCOPE),
            ...(body === '' ? {} : { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }),
        };
        return await new Promise((resolve) => {
            const timeout = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
            const options = { method, headers: sent, signal: timeout };
            send(`${origin}${path}`, options, (reply) => wholeAnswer(reply, resolve))
                .on('error', () => resolve(undefined))
                .end(body);
        });
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/direct/edge-without-sdk.js




const VERSION = '/2020-05-31';
const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
/**
 * The same distributions, asked once without the SDK: `sdk` is asked for all that had no plain success (decision 114). Nothing
 * else knows of this folder.
 */
function edgeWithoutSdk(connection, sdk) {
    const send = directSender(connection);
    if (send === undefined)
        return { distributions: sdk };
    const asked = async (path, what) => {
        const answer = /^[\w/-]+$/.test(path) ? await send('GET', `${VERSION}/${path}`) : undefined;
        const text = answer?.status === 200 ? answer.body.toString() : '';
        return text.includes(`<${what}`) ? text : undefined;
    };
    return {
        distributions: {
            async traits(id) {
                const document = await asked(`distribution/${id}/config`, 'DistributionConfig');
                const config = document === undefined ? undefined : readDistributionConfig(document);
                if (config === undefined)
                    return await sdk.traits(id);
                let isKnown = true;
                const traits = await edgeTraits(config, connection.bucket, async (policy) => {
                    const behavior = queryStringsOf(await asked(`cache-policy/${policy}`, 'CachePolicy'));
                    isKnown &&= behavior !== undefined;
                    return behavior;
                });
                return isKnown ? traits : await sdk.traits(id);
            },
            async invalidate(id, callerReference, paths) {
                const batch = invalidationBatch(callerReference, paths);
                // Made again with its reference and its paths, it is the same invalidation.
                const answer = /^[\w-]+$/.test(id)
                    ? await send('POST', `${VERSION}/distribution/${id}/invalidation`, batch)
                    : undefined;
                const made = answer?.status === 201 ? textOf(readXml(answer.body.toString(), 'Invalidation'), 'Id') : undefined;
                return made || (await sdk.invalidate(id, callerReference, paths));
            },
            async isCompleted(id, invalidation) {
                const document = await asked(`distribution/${id}/invalidation/${invalidation}`, 'Invalidation');
                const status = document === undefined ? undefined : textOf(readXml(document, 'Invalidation'), 'Status');
                return status === 'Completed' || (status !== 'InProgress' && (await sdk.isCompleted(id, invalidation)));
            },
        },
    };
}
function queryStringsOf(document) {
    const policy = document === undefined ? undefined : readXml(document, 'CachePolicy');
    const key = childOf(childOf(policy, 'CachePolicyConfig'), 'ParametersInCacheKeyAndForwardedToOrigin');
    return textOf(childOf(key, 'QueryStringsConfig'), 'QueryStringBehavior');
}
function invalidationBatch(callerReference, paths) {
    const items = paths.map((path) => `<Path>${escaped(path)}</Path>`).join('');
    return `<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="${NAMESPACE}"><Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths><CallerReference>${escaped(callerReference)}</CallerReference></InvalidationBatch>`;
}
function escaped(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/gateways/web/sdk-handler.js
var sdk_handler = __webpack_require__(176);
;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/distributions.js



const ATTEMPTS = 10;
/** 3,000 single paths or 15 wildcards may be in progress (CloudFront quotas); the SDK does not wait for that. */
const BUSY_PAUSES_MS = [2000, 5000, 10_000, 20_000, 30_000, 30_000, 60_000, 60_000];
/** CloudFront's API: invalidations, and as much of a distribution's configuration as decides what to invalidate. */
function cloudFront(connection) {
    const { bucket, client: config, clock, signal, prepare = (made) => made } = connection;
    let connected;
    const client = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19)).then(async ({ CloudFrontClient }) => prepare(new CloudFrontClient({ maxAttempts: ATTEMPTS, ...config, ...(await (0,sdk_handler/* sdkHandler */.D)(process.env)) })));
        return connected;
    };
    const options = { abortSignal: signal };
    return {
        async traits(id) {
            const { GetDistributionConfigCommand, GetCachePolicyCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            const cloud = await client();
            let distribution;
            try {
                distribution = (await cloud.send(new GetDistributionConfigCommand({ Id: id }), options)).DistributionConfig;
            }
            catch (thrown) {
                if (isDenied(thrown))
                    return undefined;
                throw failed(id, 'read the configuration of', thrown);
            }
            if (distribution === undefined)
                return undefined;
            return await edgeTraits(distribution, bucket, async (policy) => {
                try {
                    const reply = await cloud.send(new GetCachePolicyCommand({ Id: policy }), options);
                    const key = reply.CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin;
                    return key?.QueryStringsConfig?.QueryStringBehavior;
                }
                catch (thrown) {
                    if (isDenied(thrown))
                        return undefined;
                    throw failed(id, 'read a cache policy of', thrown);
                }
            });
        },
        async invalidate(id, callerReference, paths) {
            const { CreateInvalidationCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            const command = new CreateInvalidationCommand({
                DistributionId: id,
                InvalidationBatch: { CallerReference: callerReference, Paths: { Quantity: paths.length, Items: [...paths] } },
            });
            for (let busy = 0;; busy++) {
                try {
                    const { Invalidation } = await (await client()).send(command, options);
                    if (Invalidation?.Id === undefined)
                        throw new Error('the reply names no invalidation');
                    return Invalidation.Id;
                }
                catch (thrown) {
                    const wait = BUSY_PAUSES_MS[busy];
                    if ((0,errors/* asError */.zR)(thrown).name !== 'TooManyInvalidationsInProgress' || wait === undefined) {
                        throw failed(id, 'invalidate', thrown);
                    }
                    await clock.pause(wait);
                }
            }
        },
        async isCompleted(id, invalidation) {
            const { GetInvalidationCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            try {
                const command = new GetInvalidationCommand({ DistributionId: id, Id: invalidation });
                const { Invalidation } = await (await client()).send(command, options);
                // One emulator writes it in capitals.
                return Invalidation?.Status?.toLowerCase() === 'completed';
            }
            catch (thrown) {
                throw failed(id, `wait for the invalidation ${invalidation} of`, thrown);
            }
        },
    };
}
function isDenied(thrown) {
    const { name, $metadata } = thrown;
    return name === 'AccessDenied' || name === 'AccessDeniedException' || $metadata?.httpStatusCode === 403;
}
function failed(id, doing, thrown) {
    const error = (0,errors/* asError */.zR)(thrown);
    const wayOut = {
        NoSuchDistribution: 'Look at the input "distribution-id": there is no such distribution in this account',
        AccessDenied: 'Look at the role: docs/iam.md names what it needs on the distribution',
        InvalidArgument: 'CloudFront does not take one of the paths: please report it, with the names of the files',
    };
    return new errors/* ActionError */.lZ({
        what: `Could not ${doing} the distribution ${id}`,
        found: `${error.name} ${error.message}`,
        expected: 'CloudFront to do it',
        wayOut: `${wayOut[error.name] ?? 'Run the deploy again'}. What is owed to the edge is recorded, and the next deploy completes it`,
        cause: thrown,
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./lib/src/gateways/files/checkout-twins.js




/** More than a checkout has; a folder without git is not searched for ever. */
const MOST_FILES = 200_000;
const LISTING_BYTES = 256 * 1024 * 1024;
/**
 * The files of a build that lie in the checkout, too, outside the built folder, with the same name and the same bytes: a
 * person named them. What git ignores is no part of it, since tools leave copies of their output there.
 * @param directory the built folder
 * @param workspace the checkout, where git knows of none
 * @returns paths inside the site
 */
async function checkoutTwins(directory, files, workspace) {
    const twins = new Set();
    if (files.length === 0)
        return twins;
    const built = (0,external_node_fs_.realpathSync)(directory);
    const root = (await git(built, 'rev-parse', '--show-toplevel'))?.trim();
    const listed = root === undefined ? undefined : await git(root, 'ls-files', '-z', '-co', '--exclude-standard');
    const places = root !== undefined && listed !== undefined
        ? listed.split('\0').map((name) => (0,external_node_path_.resolve)(root, name))
        : workspace === undefined
            ? []
            : filesBelow((0,external_node_fs_.realpathSync)(workspace), built);
    const byName = new Map();
    for (const file of files) {
        const name = (0,external_node_path_.basename)(file.path);
        byName.set(name, [...(byName.get(name) ?? []), file]);
    }
    for (const place of places) {
        const same = byName.get((0,external_node_path_.basename)(place).normalize('NFC'));
        if (same === undefined || isInside(built, place))
            continue;
        const size = (0,external_node_fs_.statSync)(place, { throwIfNoEntry: false })?.size;
        const candidates = same.filter((file) => file.size === size && !twins.has(file.path));
        if (candidates.length === 0)
            continue;
        const sha256 = await sha256Of(place);
        for (const file of candidates)
            if (file.sha256 === sha256)
                twins.add(file.path);
    }
    return twins;
}
/** `undefined` where there is no git, or no repository. */
async function git(folder, ...args) {
    return await new Promise((done) => {
        (0,external_node_child_process_.execFile)('git', ['-C', folder, ...args], { maxBuffer: LISTING_BYTES }, (error, stdout) => done(error === null ? stdout : undefined));
    });
}
/** Of a checkout without git; tools keep their output in folders that begin with a dot. */
function filesBelow(root, built) {
    const found = [];
    const open = [root];
    for (let folder = open.pop(); folder !== undefined && found.length < MOST_FILES; folder = open.pop()) {
        for (const entry of (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true })) {
            const place = (0,external_node_path_.join)(folder, entry.name);
            if (entry.isFile())
                found.push(place);
            else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && place !== built) {
                open.push(place);
            }
        }
    }
    return found;
}
function isInside(folder, place) {
    const way = (0,external_node_path_.relative)(folder, place);
    return way !== '..' && !way.startsWith(`..${external_node_path_.sep}`);
}
async function sha256Of(place) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    try {
        for await (const chunk of (0,external_node_fs_.createReadStream)(place))
            digest.update(chunk);
    }
    catch {
        // A link that leads nowhere: nothing that anyone could have published.
        return undefined;
    }
    return digest.digest('hex');
}

// EXTERNAL MODULE: ./lib/src/site/unfit-site.js
var unfit_site = __webpack_require__(6260);
;// CONCATENATED MODULE: ./lib/src/gateways/files/folder-walk.js




/** Never part of a site, whatever built it. Other dot files are: `.well-known` has to be served. */
const NEVER = new Set(['.git', '.DS_Store']);
/** S3's limit for a key, in bytes of UTF-8; the prefix comes on top and S3 itself refuses what is too long then. */
const LONGEST_KEY = 1024;
/** Every file below a folder, links inside it followed. Sorted by path. Throws on what cannot be served. */
function walkFolder(directory, isExcluded) {
    const files = [];
    const excluded = [];
    const places = new Map();
    const root = rootOf(directory);
    visit(root, '', '', [root]);
    const byPath = (a, b) => (a.path < b.path ? -1 : 1);
    return { files: files.sort(byPath), excluded: excluded.sort(byPath), places };
    /**
     * @param onDisk `inside` as it is written there, perhaps not in the composed form
     * @param trail real paths of the folders above, so that a link back to one of them is seen
     */
    function visit(folder, inside, onDisk, trail) {
        for (const entry of entriesOf(folder, inside)) {
            const name = decoded(entry.name, inside);
            if (NEVER.has(name))
                continue;
            const path = `${inside}${name}`.normalize('NFC');
            const written = `${onDisk}${name}`;
            const place = `${folder}${external_node_path_.sep}${name}`;
            if (entry.isSymbolicLink()) {
                const target = targetOf(place, path);
                if (target !== root && !target.startsWith(root + external_node_path_.sep))
                    throw leavesFolder(path, target);
                const stats = (0,external_node_fs_.statSync)(place);
                if (stats.isDirectory() && trail.includes(target))
                    throw loop(path, target);
                take(stats, place, path, written, target, trail);
            }
            else {
                take(entry, place, path, written, place, trail);
            }
        }
    }
    function take(kind, place, path, written, real, trail) {
        if (kind.isDirectory())
            return visit(place, `${path}/`, `${written}/`, [...trail, real]);
        if (isExcluded(path)) {
            // Not opened and not judged: whatever it is, it does not go up.
            excluded.push({ path, size: kind.isFile() ? (0,external_node_fs_.statSync)(place).size : 0 });
            return;
        }
        if (!kind.isFile())
            throw special(path);
        checkName(path);
        if (places.has(path))
            throw sameName(path);
        places.set(path, place);
        files.push({ path });
        // A page may name it as it is written here: S3 has one key for each form, and browsers ask for what the page says.
        if (written !== path) {
            checkName(written);
            places.set(written, place);
            files.push({ path: written });
        }
    }
}
function rootOf(directory) {
    try {
        const root = (0,external_node_fs_.realpathSync)(directory);
        if ((0,external_node_fs_.statSync)(root).isDirectory())
            return root;
    }
    catch {
        // Said below, as for a file in its place.
    }
    throw new unfit_site/* UnfitSite */.C({
        what: 'The folder of the site is missing',
        found: `no folder at ${directory}`,
        expected: 'a built front end',
        wayOut: 'Build the front end before this step, and look at the input "site-directory". Nothing was changed',
    });
}
function entriesOf(folder, inside) {
    try {
        return (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true, encoding: 'buffer' });
    }
    catch (thrown) {
        throw new unfit_site/* UnfitSite */.C({
            what: `The folder ${inside === '' ? folder : inside} cannot be read`,
            found: (0,errors/* asError */.zR)(thrown).message,
            wayOut: 'Look at its permissions',
            cause: thrown,
        });
    }
}
/** A name that is no UTF-8 has no key that would lead back to it. */
function decoded(name, inside) {
    const text = name.toString('utf8');
    // Decoding puts U+FFFD in the place of what is none.
    if (!text.includes('\ufffd') || Buffer.from(text).equals(name))
        return text;
    throw new unfit_site/* UnfitSite */.C({
        what: 'A file of the site has a name that is not UTF-8',
        found: `${inside}${name.toString('latin1').replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)}`,
        expected: 'names in UTF-8',
        wayOut: 'Rename it, or leave it out of the build',
    });
}
function checkName(path) {
    const control = /\p{Cc}/u.exec(path);
    if (control === null && Buffer.byteLength(path) <= LONGEST_KEY)
        return;
    throw new unfit_site/* UnfitSite */.C({
        what: control === null
            ? `A file of the site has a name of ${Buffer.byteLength(path)} bytes`
            : 'A file of the site has a control character in its name',
        found: JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}...` : path),
        expected: `at most ${LONGEST_KEY} bytes, and no control characters`,
        wayOut: 'Rename it, or leave it out of the build',
    });
}
function targetOf(place, path) {
    try {
        return (0,external_node_fs_.realpathSync)(place);
    }
    catch (thrown) {
        const looping = thrown.code === 'ELOOP';
        throw new unfit_site/* UnfitSite */.C({
            what: looping ? `The link ${path} leads to itself` : `The link ${path} leads to nothing`,
            found: (0,errors/* asError */.zR)(thrown).message,
            expected: 'a file or a folder inside the site',
            wayOut: 'Remove the link, or copy what it should lead to',
            cause: thrown,
        });
    }
}
function leavesFolder(path, target) {
    return new unfit_site/* UnfitSite */.C({
        what: `The link ${path} leads out of the site's folder`,
        found: target,
        expected: 'a file or a folder inside the site: a build could else publish any file of the runner',
        wayOut: 'Copy the file into the build, or leave the link out',
    });
}
function loop(path, target) {
    return new unfit_site/* UnfitSite */.C({
        what: `The link ${path} leads back to a folder above it`,
        found: target,
        expected: 'folders that end',
        wayOut: 'Remove the link',
    });
}
function special(path) {
    return new unfit_site/* UnfitSite */.C({
        what: `${path} is neither a file nor a folder`,
        found: 'a socket, a pipe or a device',
        expected: 'files',
        wayOut: 'Remove it, or name it in "exclude"',
    });
}
function sameName(path) {
    return new unfit_site/* UnfitSite */.C({
        what: 'Two files of the site have the same name, written in two Unicode forms',
        found: path,
        expected: 'one file for each address',
        wayOut: 'Remove one of them',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/small-files.js

/** Up to this size a file is read in one go. */
const SMALL = 1024 * 1024;
/** Small files are read into pieces of this size: thousands of buffers of their own cost more than reading them. */
const PIECE = 4 * SMALL;
/** Reads small files one after the other, several times faster than with a buffer for each and without blocking. */
class SmallFiles {
    #piece = Buffer.allocUnsafeSlow(PIECE);
    /**
     * @param place its name on disk
     * @returns its bytes, valid until the next `read` unless they are kept; or `undefined` when it is larger than `SMALL`.
     * Throws what the file system says.
     */
    read(place) {
        const file = (0,external_node_fs_.openSync)(place, external_node_fs_.constants.O_RDONLY);
        try {
            const { size } = (0,external_node_fs_.fstatSync)(file);
            if (size > SMALL)
                return undefined;
            if (this.#piece.length < size)
                this.#piece = Buffer.allocUnsafeSlow(PIECE);
            for (let filled = 0;;) {
                const read = filled < size ? (0,external_node_fs_.readSync)(file, this.#piece, filled, size - filled, null) : 0;
                filled += read;
                if (read === 0)
                    return this.#piece.subarray(0, filled);
            }
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    /** The bytes that were read last stay as they are. */
    keep(bytes) {
        this.#piece = this.#piece.subarray(bytes.length);
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/site-folder.js








const CHUNK = 1024 * 1024;
/** So much of what was hashed is kept for the upload, so that most sites are read once. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Small reads are synchronous; other work gets its turn this often. */
const TURN_MS = 4;
/** The built front end in a folder. */
function localFiles(directory, workspace = process.env.GITHUB_WORKSPACE) {
    let found = new Map();
    const kept = new Map();
    let keptBytes = 0;
    const place = (path) => {
        const name = found.get(path);
        if (name === undefined)
            throw new Error(`${path} was not walked`);
        return name;
    };
    return {
        async walk(isExcluded) {
            const walked = walkFolder(directory, isExcluded);
            found = walked.places;
            return walked;
        },
        async hash(entries) {
            const files = [];
            const small = new SmallFiles();
            let turn = performance.now();
            for (const { path } of entries) {
                const bytes = reading(path, () => small.read(place(path)));
                if (bytes === undefined) {
                    files.push(await hashedInChunks(path));
                    continue;
                }
                files.push({ path, size: bytes.length, sha256: (0,external_node_crypto_.hash)('sha256', bytes, 'hex'), ...kindOf(bytes) });
                if (keptBytes + bytes.length <= KEPT_BYTES) {
                    small.keep(bytes);
                    kept.set(path, bytes);
                    keptBytes += bytes.length;
                }
                if (performance.now() - turn > TURN_MS) {
                    await (0,external_node_timers_promises_.setImmediate)();
                    turn = performance.now();
                }
            }
            return files;
        },
        async md5(path) {
            const bytes = kept.get(path);
            if (bytes !== undefined)
                return (0,external_node_crypto_.hash)('md5', bytes, 'hex');
            const digest = (0,external_node_crypto_.createHash)('md5');
            for await (const chunk of chunksOf(path, CHUNK))
                digest.update(chunk);
            return digest.digest('hex');
        },
        alsoInCheckout: (files) => checkoutTwins(directory, files, workspace),
        content(file) {
            return {
                size: file.size,
                sha256: file.sha256,
                async bytes() {
                    const bytes = kept.get(file.path);
                    if (bytes !== undefined)
                        return bytes;
                    const read = reading(file.path, () => (0,external_node_fs_.readFileSync)(place(file.path)));
                    if ((0,external_node_crypto_.hash)('sha256', read, 'hex') !== file.sha256)
                        throw changed(file.path);
                    return read;
                },
                async *chunks(size) {
                    const digest = (0,external_node_crypto_.createHash)('sha256');
                    for await (const chunk of chunksOf(file.path, size)) {
                        digest.update(chunk);
                        yield chunk;
                    }
                    if (digest.digest('hex') !== file.sha256)
                        throw changed(file.path);
                },
            };
        },
    };
    async function hashedInChunks(path) {
        const digest = (0,external_node_crypto_.createHash)('sha256');
        let size = 0;
        let kind = {};
        for await (const chunk of chunksOf(path, CHUNK)) {
            if (size === 0)
                kind = kindOf(chunk);
            digest.update(chunk);
            size += chunk.length;
        }
        return { path, size, sha256: digest.digest('hex'), ...kind };
    }
    /** Full chunks, but for the last. The file is open only while it is read. */
    async function* chunksOf(path, size) {
        const file = await (0,promises_.open)(place(path)).catch((thrown) => {
            throw unreadable(path, thrown);
        });
        try {
            for (;;) {
                const chunk = Buffer.allocUnsafe(size);
                let filled = 0;
                while (filled < size) {
                    const { bytesRead } = await file.read(chunk, filled, size - filled, null);
                    if (bytesRead === 0)
                        break;
                    filled += bytesRead;
                }
                if (filled > 0)
                    yield chunk.subarray(0, filled);
                if (filled < size)
                    return;
            }
        }
        finally {
            await file.close();
        }
    }
}
function reading(path, read) {
    try {
        return read();
    }
    catch (thrown) {
        throw unreadable(path, thrown);
    }
}
function unreadable(path, thrown) {
    return new errors/* ActionError */.lZ({
        what: `The site's file ${path} cannot be read`,
        found: (0,errors/* asError */.zR)(thrown).message,
        expected: 'a file that stays where it was when the folder was listed',
        wayOut: 'Let nothing write into the built folder during the deploy, then run it again',
        cause: thrown,
    });
}
function changed(path) {
    return new errors/* ActionError */.lZ({
        what: `The site's file ${path} changed during the deploy`,
        found: 'other content than when the folder was compared',
        expected: 'a built folder that nobody writes into',
        wayOut: 'Run the deploy again when the build has ended',
    });
}
/** What PEM (RFC 7468), OpenSSH and PuTTY begin a private key with: in a file of PEM, any block may be the key. */
const PEM = '-----BEGIN ';
const PRIVATE_BLOCK = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/m;
const PUTTY = 'PuTTY-User-Key-File-';
/** By its first bytes. */
function kindOf(start) {
    // RFC 1952, 2.3.1.
    if (start[0] === 0x1f && start[1] === 0x8b)
        return { gzip: true };
    // Of all files hardly one begins with either letter.
    if (start[0] !== 0x2d && start[0] !== 0x50)
        return {};
    const begins = (text) => start.toString('latin1', 0, text.length) === text;
    const isKey = begins(PUTTY) || (begins(PEM) && PRIVATE_BLOCK.test(start.toString('latin1')));
    return isKey ? { privateKey: true } : {};
}

// EXTERNAL MODULE: ./lib/src/gateways/runner/secret-register.js
var secret_register = __webpack_require__(85);
// EXTERNAL MODULE: ./lib/src/gateways/s3/listing.js + 3 modules
var listing = __webpack_require__(11);
// EXTERNAL MODULE: ./lib/src/gateways/s3/multipart.js
var multipart = __webpack_require__(8119);
// EXTERNAL MODULE: ./lib/src/gateways/s3/own-endpoint.js
var own_endpoint = __webpack_require__(3625);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/access.js


/** One label of a host name, and none of the names that stand for something else: access points, directory buckets. */
const BUCKET = /^(?!.*--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/**
 * The access that the environment alone gives, as the SDK would find it; loading the SDK takes as long as comparing a
 * site of thousands of files. `undefined` wherever anything is unusual: then the SDK decides.
 */
function plainAccess({ bucket, client: { region: given, credentials } }, environment = process.env) {
    const region = given ?? environment.AWS_REGION;
    if (region === undefined || !BUCKET.test(bucket) || !isPlain(environment))
        return undefined;
    const endpoint = endpointOf(bucket, region, environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL);
    const signer = signerOf(credentials, environment);
    return endpoint && signer && { endpoint, region, credentials: signer };
}
function endpointOf(bucket, region, own) {
    if (own === undefined) {
        const host = `${bucket}.s3.${region}.amazonaws.com`;
        return isPlainRegion(region) ? { protocol: 'https:', hostname: host, host, path: '/' } : undefined;
    }
    if (!(0,own_endpoint/* hasOwnHost */.V)(own) || !/^[a-z0-9-]+$/.test(region))
        return undefined;
    const { protocol, hostname, port, host, pathname, search, hash, username } = new URL(own);
    const isBare = pathname === '/' && `${search}${hash}${username}` === '' && !hostname.includes('[');
    if (!isBare || (protocol !== 'http:' && protocol !== 'https:'))
        return undefined;
    return { protocol, hostname, port: port === '' ? undefined : Number(port), host, path: `/${bucket}/` };
}

// EXTERNAL MODULE: ./lib/src/gateways/s3/key.js
var s3_key = __webpack_require__(9560);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/list-page.js


const ROOT = /^(?:<\?xml(?: \w+="[^"<>]*")*\?>)?\s*<ListBucketResult(?:\s+xmlns="[^"<>]*")?>\s*/;
/** An element of the page that holds only text, or nothing. */
const FIELD = /<([A-Za-z]+)(?:\/>|>([^<]*)<\/\1>)\s*/y;
/** One object, whole: elements of text, and elements of such elements (`Owner`, `RestoreStatus`). */
const OBJECT = /<Contents>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\1>|>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\2>)\s*)+<\/\1>)\s*)*<\/Contents>\s*/y;
/**
 * Reads a page of a listing that was asked for with `encoding-type=url` and without a delimiter. A general reader of XML
 * and the SDK's schemas take most of the time of comparing a large site. So this one knows the one form that S3
 * documents, and gives `undefined` for whatever is not exactly that, an incomplete answer above all.
 */
function readListPage(xml) {
    const root = ROOT.exec(xml);
    if (root === null)
        return undefined;
    const page = new Map();
    const objects = [];
    let at = root[0].length;
    while (!xml.startsWith('</', at)) {
        const isObject = xml.startsWith('<Contents>', at);
        const element = isObject ? OBJECT : FIELD;
        element.lastIndex = at;
        if (isObject) {
            if (!OBJECT.test(xml))
                return undefined;
            const listed = listedObject(xml, at, OBJECT.lastIndex);
            if (listed === undefined)
                return undefined;
            objects.push(listed);
        }
        else {
            const [, name = '', text = ''] = FIELD.exec(xml) ?? [];
            if (name === '' || page.has(name))
                return undefined;
            page.set(name, text);
        }
        at = element.lastIndex;
    }
    return xml.slice(at).trim() === '</ListBucketResult>' ? complete(page, objects) : undefined;
}
const QUOTED = /^(?:"|&quot;|&#34;)(.*)(?:"|&quot;|&#34;)$/;
function listedObject(xml, from, to) {
    const key = (0,s3_key/* decodedKey */.cH)(decodedText(list_page_textOf(xml, '<Key>', from, to) ?? '') ?? '');
    const etag = list_page_textOf(xml, '<ETag>', from, to)?.replace(QUOTED, '$1');
    const size = list_page_textOf(xml, '<Size>', from, to) ?? '';
    if (!key || !etag || !/^[\w-]+$/.test(etag) || !/^\d{1,15}$/.test(size))
        return undefined;
    return [key, { etag, size: Number(size) }];
}
/** @returns the text of the only element of that name, as it is encoded, or `undefined` */
function list_page_textOf(xml, opening, from, to) {
    const at = xml.indexOf(opening, from);
    if (at === -1 || at >= to)
        return undefined;
    const start = at + opening.length;
    const end = xml.indexOf('<', start);
    const another = xml.indexOf(opening, end);
    return another === -1 || another >= to ? xml.slice(start, end) : undefined;
}
/** S3 counts what it lists: a page whose count is another was not read, or not sent, as a whole. */
function complete(page, objects) {
    if (page.get('EncodingType') !== 'url' || page.get('KeyCount') !== String(objects.length))
        return undefined;
    if (page.get('IsTruncated') === 'false')
        return { objects };
    const next = decodedText(page.get('NextContinuationToken') ?? '');
    return page.get('IsTruncated') === 'true' && next ? { objects, next } : undefined;
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/pages.js

/** Pages of a listing without the SDK; `through` is asked for each that is not exactly what S3 documents. */
function directPages(send, through) {
    return {
        bucket: through.bucket,
        async page(prefix, where) {
            const query = {
                'list-type': '2',
                'encoding-type': 'url',
                prefix,
                ...('after' in where ? { 'start-after': where.after } : {}),
                ...('token' in where ? { 'continuation-token': where.token } : {}),
            };
            const answer = await send({ method: 'GET', key: '', query });
            const page = answer?.status === 200 ? readListPage(answer.body.toString()) : undefined;
            return page ?? (await through.page(prefix, where));
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/sdk-access.js

/** The access that the SDK has, from every source that it knows. `undefined` where it is signed in another way. */
async function sdkAccess({ open, common, bucket, }) {
    // An access point, or a proxy, which only the SDK's client knows.
    if (bucket.startsWith('arn:') || (0,proxy/* namesProxy */.p)(process.env))
        return undefined;
    const { sdk, client } = await open();
    const endpoint = await sdk_access_endpointOf(new sdk.PutObjectCommand({ ...common, Key: KEY, Body: '' }), client);
    if (endpoint === undefined)
        return undefined;
    // Memoized by the SDK, and renewed before they expire.
    return { endpoint, region: await client.config.region(), credentials: () => client.config.credentials() };
}
const KEY = 'key';
/** Lets the SDK prepare an upload up to the point of sending, which says where it would go. */
async function sdk_access_endpointOf(command, client) {
    let found;
    command.middlewareStack.add(() => async (args) => {
        const { protocol, hostname, port, path, headers } = args.request;
        if (typeof protocol === 'string' && typeof hostname === 'string' && typeof path === 'string') {
            const host = headers.host ?? hostname;
            const where = typeof port === 'number' ? { port } : {};
            if (path.endsWith(`/${KEY}`))
                found = { protocol, hostname, host, path: path.slice(0, -KEY.length), ...where };
        }
        return { response: {}, output: { $metadata: {} } };
    }, { step: 'finalizeRequest', name: 'tellEndpoint', priority: 'high' });
    await client.send(command).catch(() => { });
    return found;
}

// EXTERNAL MODULE: ./lib/src/gateways/s3/stored.js
var stored = __webpack_require__(7800);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/sender.js






const SOCKETS = 64;
const sender_ANSWER_WITHIN_MS = 60_000;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/**
 * Sends without the SDK, whose middleware takes a millisecond of each request: that is what limits the upload of
 * thousands of files. Its callers give what is not a plain success to the SDK afterwards, so that retries, redirects and
 * errors stay the SDK's matter. So only requests that may be made twice are sent this way.
 */
function sender_directSender(access, owner, signal) {
    const { endpoint, region } = access;
    const scope = { region, service: 's3' };
    const { hostname, port } = endpoint;
    const secure = endpoint.protocol === 'https:';
    const options = { keepAlive: true, maxSockets: SOCKETS };
    const agent = secure ? new external_node_https_.Agent(options) : new external_node_http_.Agent(options);
    const send = secure ? external_node_https_.request : external_node_http_.request;
    // One listener for all: one for each of thousands of requests takes longer than signing them.
    const running = new Set();
    signal.addEventListener('abort', () => {
        for (const request of running)
            request.destroy();
    });
    const host = ['host', endpoint.host];
    const owned = owner === undefined ? [] : [['x-amz-expected-bucket-owner', owner]];
    // No slash behind the bucket's name, but where the name is in the host.
    const bucketPath = endpoint.path === '/' ? '/' : endpoint.path.slice(0, -1);
    return async ({ method, key, query, headers = [], body, bodySha256 = SHA256_OF_NOTHING }) => {
        if (signal.aborted)
            return undefined;
        // Renewed by whoever gives them, before they expire.
        const credentials = await access.credentials().catch(() => undefined);
        // The SDK asks for them again, and says what is wrong with them.
        if (credentials === undefined)
            return undefined;
        const given = [...headers, host, ['x-amz-content-sha256', bodySha256], ...owned];
        const path = key === '' ? bucketPath : endpoint.path + (0,s3_key/* encodedKey */.EZ)(key);
        const search = query === undefined ? '' : encodedQuery(query);
        const signable = { method, path, query: search, headers: given, bodySha256 };
        const sent = (0,signature/* signedHeaders */.H)(signable, credentials, scope);
        if (body !== undefined)
            sent['content-length'] = String(body.length);
        const target = search === '' ? path : `${path}?${search}`;
        return await new Promise((resolve) => {
            const nothing = () => resolve(undefined);
            const request = send({ method, hostname, path: target, headers: sent, agent, port }, (reply) => wholeAnswer(reply, resolve));
            request.setTimeout(sender_ANSWER_WITHIN_MS, () => request.destroy());
            request.on('error', nothing);
            running.add(request);
            request.on('close', () => running.delete(request));
            request.end(body);
        });
    };
}
/** What a write was answered; `undefined` for everything but a plain success. */
function storedAs(answer) {
    if (answer?.status !== 200 || answer.headers.etag === undefined)
        return undefined;
    return (0,stored/* stored */.su)(answer.headers.etag, answer.headers['x-amz-version-id']?.toString());
}
function encodedQuery(query) {
    const pairs = Object.entries(query).map(([name, value]) => [(0,s3_key/* encodedPart */.eA)(name), (0,s3_key/* encodedPart */.eA)(value)]);
    pairs.sort(([a], [b]) => (a < b ? -1 : 1));
    return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/put.js


/**
 * Small uploads without the SDK. An upload that is made twice is the same upload.
 * @param known how to send; where the environment alone does not say it, the SDK does
 */
async function directPut(bucket, known) {
    const send = known ?? (await throughSdk(bucket));
    if (send === undefined)
        return undefined;
    return async ({ key, content, contentType, cacheControl }) => {
        if (!put_isPlain(contentType) || !put_isPlain(cacheControl))
            return undefined;
        const headers = [
            ['cache-control', cacheControl],
            ['content-type', contentType],
            ['x-amz-checksum-sha256', Buffer.from(content.sha256, 'hex').toString('base64')],
        ];
        const body = await content.bytes();
        return storedAs(await send({ method: 'PUT', key, headers, body, bodySha256: content.sha256 }));
    };
}
async function throughSdk(bucket) {
    const access = await sdkAccess(bucket);
    return access && sender_directSender(access, bucket.common.ExpectedBucketOwner, bucket.signal);
}
/** What needs no encoding and is signed as it is written. */
function put_isPlain(value) {
    return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}

// EXTERNAL MODULE: ./lib/src/gateways/s3/records.js
var records = __webpack_require__(6577);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/records.js



/** `undefined`: only the SDK can say what this is. */
async function readDirectly(send, key) {
    const answer = await send({ method: 'GET', key });
    if (answer === undefined)
        return undefined;
    const { status, body } = answer;
    if (status === 404 && body.includes('<Code>NoSuchKey</Code>'))
        return 'absent';
    const read = storedAs(answer);
    return read === undefined ? undefined : { text: body.toString(), ...read };
}
/**
 * @returns `undefined`: refused, failed or nobody knows. Then the SDK writes the same again, and the same
 * that is there already is no refusal.
 */
async function writeDirectly(send, key, text, over) {
    const answer = await send({
        method: 'PUT',
        key,
        headers: [
            ['cache-control', records/* RECORD_HEADERS */.z.CacheControl],
            ['content-type', records/* RECORD_HEADERS */.z.ContentType],
            over === 'nothing' ? ['if-none-match', '*'] : ['if-match', over],
        ],
        body: Buffer.from(text),
        bodySha256: (0,external_node_crypto_.hash)('sha256', text, 'hex'),
    });
    return storedAs(answer);
}
/** @returns whether it is gone for certain */
async function removeDirectly(send, key, etag) {
    const answer = await send({ method: 'DELETE', key, headers: [['if-match', etag]] });
    return answer?.status === 204;
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/without-sdk.js







/**
 * The same store, whose commonest requests are first tried once without the SDK: `store` is asked for all that had no
 * plain success (decision 15). Nothing else knows of this folder: without it and its line in `connect-site.ts` everything
 * works, and takes longer.
 */
function withoutSdk(bucket, store) {
    const { common, signal } = bucket;
    const access = plainAccess(bucket);
    const send = access && sender_directSender(access, common.ExpectedBucketOwner, signal);
    const { objects, records } = store;
    let put;
    return {
        objects: {
            ...objects,
            async put(upload) {
                const { kept, content } = upload;
                if (kept === undefined && content.size <= multipart/* MULTIPART_ABOVE */.R) {
                    put ??= directPut(bucket, send);
                    const stored = await (await put)?.(upload);
                    if (stored !== undefined)
                        return stored;
                }
                return await objects.put(upload);
            },
            ...(send && { list: (prefix, likely) => (0,listing/* listObjects */.L)(directPages(send, (0,listing/* sdkPages */.D)(bucket)), prefix, likely) }),
        },
        records: send
            ? {
                async read(key) {
                    const read = await readDirectly(send, key);
                    return read === undefined ? await records.read(key) : read === 'absent' ? undefined : read;
                },
                write: async (key, text, over) => (await writeDirectly(send, key, text, over)) ?? (await records.write(key, text, over)),
                async remove(key, etag) {
                    if (!(await removeDirectly(send, key, etag)))
                        await records.remove(key, etag);
                },
            }
            : records,
    };
}

// EXTERNAL MODULE: ./lib/src/gateways/s3/objects.js + 1 modules
var objects = __webpack_require__(3630);
// EXTERNAL MODULE: ./lib/src/gateways/web/clock.js
var web_clock = __webpack_require__(7131);
// EXTERNAL MODULE: ./lib/src/gateways/web/release-probe.js
var release_probe = __webpack_require__(2827);
;// CONCATENATED MODULE: ./lib/src/gateways/connect-site.js









/** Connects the front end lane. Nothing is asked before its first use; `AWS_ENDPOINT_URL_CLOUDFRONT` is honoured. */
function connectSite(options) {
    const { directory, bucket, s3, client = {}, prepare, runs, log, signal } = options;
    const place = s3.bucket(bucket);
    const store = { objects: (0,objects/* s3Objects */.d)(place), records: (0,records/* s3Records */.h)(place) };
    const clock = (0,web_clock/* siteClock */.G)(signal);
    const edge = { bucket, client, prepare, clock, signal };
    const sdk = { distributions: cloudFront(edge) };
    return {
        log,
        folder: localFiles(directory),
        ...store,
        ...withoutSdk(place, store),
        ...sdk,
        ...edgeWithoutSdk(edge, sdk.distributions),
        probe: (0,release_probe/* releaseProbe */.w)(signal, secret_register/* actionsSecrets */.l.redact),
        runs,
        clock,
        signal,
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
