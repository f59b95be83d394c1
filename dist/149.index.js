export const id = 149;
export const ids = [149];
export const modules = {

/***/ 7149:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectSite: () => (/* binding */ connectSite)
});

// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/gateways/web/sdk-handler.js
var sdk_handler = __webpack_require__(176);
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
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
                files.push({ path, size: bytes.length, sha256: (0,external_node_crypto_.hash)('sha256', bytes, 'hex'), ...packing(bytes) });
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
        let packed = {};
        for await (const chunk of chunksOf(path, CHUNK)) {
            if (size === 0)
                packed = packing(chunk);
            digest.update(chunk);
            size += chunk.length;
        }
        return { path, size, sha256: digest.digest('hex'), ...packed };
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
/** RFC 1952, 2.3.1. */
function packing(start) {
    return start[0] === 0x1f && start[1] === 0x8b ? { gzip: true } : {};
}

// EXTERNAL MODULE: ./lib/src/gateways/runner/secret-register.js
var secret_register = __webpack_require__(85);
;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}

// EXTERNAL MODULE: ./lib/src/gateways/s3/failure.js
var failure = __webpack_require__(4513);
// EXTERNAL MODULE: ./lib/src/gateways/s3/key.js
var s3_key = __webpack_require__(9560);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/list-range.js
/** One page of S3 has at most 1,000 keys. */
const PAGE_KEYS = 1000;
/** For keys that nobody knew: with a few of them, a range still is one page. */
const UNKNOWN_KEYS = 20;
/**
 * Parts of about one page each, which can be asked for at once: page after page, a listing of 20,000 objects waits for
 * twenty answers. Together they have every key there may be, whether it is among the likely ones or not.
 */
function listRanges(likely) {
    const keys = [...likely].sort(byBytes);
    const ends = [];
    for (let end = PAGE_KEYS - UNKNOWN_KEYS; end < keys.length; end += PAGE_KEYS - UNKNOWN_KEYS) {
        const key = keys[end - 1];
        if (key !== undefined)
            ends.push(key);
    }
    return [...ends, undefined].map((upTo, n) => {
        const after = ends[n - 1];
        return { after, upTo };
    });
}
/** The order of their UTF-8, in which S3 lists; the language's own puts U+E000 to U+FFFF behind all that follows them. */
function byBytes(a, b) {
    if (a === b)
        return 0;
    // Nearly always the two orders are one.
    if (!SURROGATE.test(a) && !SURROGATE.test(b))
        return a < b ? -1 : 1;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
const SURROGATE = /[\ud800-\udfff]/;

;// CONCATENATED MODULE: ./lib/src/gateways/s3/stored.js
/** An answer's own words for what is stored now. */
function stored(etag, version) {
    return { etag: unquoted(etag), version };
}
function unquoted(etag) {
    return (etag ?? '').replaceAll('"', '');
}
/** Hex; the checksum of an upload in parts (`...-12`) is not one of the content. */
function wholeSha256(base64) {
    if (base64 === undefined || base64.includes('-'))
        return undefined;
    return Buffer.from(base64, 'base64').toString('hex');
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/listing.js






/** S3 answers thousands of requests a second for each prefix; a runner has a few cores. */
const RANGES_AT_ONCE = 16;
/**
 * Every object below a prefix, over all pages. Throws rather than to return a part.
 * @param likely keys that are probably there: between them the listing is divided, and its parts asked for at once
 */
async function listObjects(pages, prefix, likely = []) {
    const ranges = listRanges(likely);
    try {
        const limit = pLimit(RANGES_AT_ONCE);
        const parts = await Promise.all(ranges.map((range) => limit(() => listRange(pages, prefix, range))));
        const ordered = parts.filter((part) => part !== 'unordered');
        // Not every store that speaks S3 lists in order, and then a range has no end.
        if (ordered.length < parts.length)
            return await listObjects(pages, prefix);
        return ordered.length === 1 && ordered[0] !== undefined
            ? ordered[0]
            : new Map(ordered.flatMap((part) => [...part]));
    }
    catch (thrown) {
        throw (0,failure/* s3Failure */.lv)(pages.bucket, 'list', thrown);
    }
}
async function listRange(pages, prefix, { after, upTo }) {
    const { bucket } = pages;
    const objects = new Map();
    const bounded = after !== undefined || upTo !== undefined;
    let last = after;
    let token;
    for (;;) {
        const where = token !== undefined ? { token } : after !== undefined ? { after } : { from: 'the beginning' };
        const page = await pages.page(prefix, where);
        for (const [key, object] of page.objects) {
            if (bounded && last !== undefined && byBytes(last, key) >= 0)
                return 'unordered';
            last = key;
            if (upTo !== undefined && byBytes(key, upTo) > 0)
                return objects;
            objects.set(key, object);
        }
        if (page.next === undefined || (upTo !== undefined && last === upTo))
            return objects;
        if (page.next === token)
            throw incomplete(bucket, 'the same page twice');
        token = page.next;
    }
}
function sdkPages(bucket) {
    return { bucket: bucket.bucket, page: (prefix, where) => sdkPage(bucket, prefix, where) };
}
async function sdkPage({ open, common, bucket, signal }, prefix, where) {
    const { sdk, client } = await open();
    const input = 'token' in where ? { ContinuationToken: where.token } : 'after' in where ? { StartAfter: where.after } : {};
    // Without an encoding, XML cannot carry every key.
    const command = new sdk.ListObjectsV2Command({ ...common, Prefix: prefix, EncodingType: 'url', ...input });
    const page = await client.send(command, { abortSignal: signal });
    const objects = (page.Contents ?? []).map(({ Key = '', ETag, Size = 0 }) => {
        const key = page.EncodingType === 'url' ? (0,s3_key/* decodedKey */.cH)(Key) : Key;
        if (key === undefined)
            throw incomplete(bucket, `a key that cannot be decoded: ${Key}`);
        return [key, { etag: unquoted(ETag), size: Size }];
    });
    const { IsTruncated, NextContinuationToken: next } = page;
    if (IsTruncated === undefined)
        throw incomplete(bucket, 'a page that does not say whether it is the last');
    if (!IsTruncated)
        return { objects };
    if (next === undefined)
        throw incomplete(bucket, 'a page without the next one');
    return { objects, next };
}
function incomplete(bucket, found) {
    return new errors/* ActionError */.lZ({
        what: `The listing of the site's bucket ${bucket} is not complete`,
        found,
        expected: 'every page: with half a listing files would be deleted or uploaded by mistake',
        wayOut: 'Run the deploy again. Nothing was changed',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/kept-headers.js


/** What an object has that no listing shows, and that a write would take from it. */
function s3Kept({ open, common, signal }) {
    const options = { abortSignal: signal };
    return {
        async mayHaveAcls() {
            const { sdk, client } = await open();
            const asked = async (request) => 
            // Not there, not known to this store, or not to be read: the objects are asked then.
            await request.catch((thrown) => {
                if ([403, 404, 405, 501].includes((0,failure/* statusOf */.c2)(thrown) ?? 0))
                    return undefined;
                throw thrown;
            });
            const owned = await asked(client.send(new sdk.GetBucketOwnershipControlsCommand(common), options));
            if (owned?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced')
                return false;
            const blocked = await asked(client.send(new sdk.GetPublicAccessBlockCommand(common), options));
            return blocked?.PublicAccessBlockConfiguration?.IgnorePublicAcls !== true;
        },
        async kept(key, acl) {
            const { sdk, client } = await open();
            const place = { ...common, Key: key };
            const head = await client.send(new sdk.HeadObjectCommand(place), options);
            const tags = (head.TagCount ?? 0) === 0 ? undefined : await client.send(new sdk.GetObjectTaggingCommand(place), options);
            const tagging = tags?.TagSet?.map(({ Key = '', Value = '' }) => [Key, Value]);
            const grants = acl
                ? await client.send(new sdk.GetObjectAclCommand(place), options).then(grantsOf, (thrown) => {
                    // A store that knows no ACLs has none to keep.
                    if ([405, 501].includes((0,failure/* statusOf */.c2)(thrown) ?? 0))
                        return undefined;
                    throw denied(thrown, key, 'read', 's3:GetObjectAcl');
                })
                : undefined;
            const kept = {
                ...given('contentEncoding', head.ContentEncoding),
                ...given('contentDisposition', head.ContentDisposition),
                ...given('contentLanguage', head.ContentLanguage),
                ...given('metadata', Object.keys(head.Metadata ?? {}).length === 0 ? undefined : head.Metadata),
                ...given('storageClass', head.StorageClass === 'STANDARD' ? undefined : head.StorageClass),
                ...given('tagging', tagging === undefined ? undefined : String(new URLSearchParams(tagging))),
                ...given('grants', grants),
            };
            return kept;
        },
        async repeatAcl(key, grants) {
            const { sdk, client } = await open();
            const command = new sdk.PutObjectAclCommand({ ...common, Key: key, ...grantInput(grants) });
            await client.send(command, options).catch((thrown) => {
                throw denied(thrown, key, 'written', 's3:PutObjectAcl');
            });
        },
    };
}
/** As the parameters of PutObject and CreateMultipartUpload. */
function keptInput(kept) {
    if (kept === undefined)
        return {};
    const { grants, ...rest } = kept;
    const input = {
        ...given('ContentEncoding', rest.contentEncoding),
        ...given('ContentDisposition', rest.contentDisposition),
        ...given('ContentLanguage', rest.contentLanguage),
        ...given('Metadata', rest.metadata === undefined ? undefined : { ...rest.metadata }),
        ...given('StorageClass', rest.storageClass),
        ...given('Tagging', rest.tagging),
    };
    return { ...input, ...grantInput(grants ?? []) };
}
/** As the parameters of every write, in one request with the bytes: there is no moment without access. */
function grantInput(grants) {
    const of = (permission) => {
        const grantees = grants.filter((grant) => grant.permission === permission).map(({ grantee }) => grantee);
        return grantees.length === 0 ? undefined : grantees.join(', ');
    };
    return {
        ...given('GrantFullControl', of('FULL_CONTROL')),
        ...given('GrantRead', of('READ')),
        ...given('GrantReadACP', of('READ_ACP')),
        ...given('GrantWriteACP', of('WRITE_ACP')),
    };
}
/** `undefined` where only the owner has access, as any new object is. */
function grantsOf({ Owner, Grants = [] }) {
    const isOwn = ({ Grantee, Permission }) => Permission === 'FULL_CONTROL' && Grantee?.ID === Owner?.ID;
    if (Grants.every(isOwn))
        return undefined;
    return Grants.flatMap(({ Grantee, Permission }) => {
        if (Permission === undefined || Permission === 'WRITE')
            return [];
        if (Grantee?.URI !== undefined)
            return [{ permission: Permission, grantee: `uri="${Grantee.URI}"` }];
        return Grantee?.ID === undefined ? [] : [{ permission: Permission, grantee: `id="${Grantee.ID}"` }];
    });
}
function given(name, value) {
    return value === undefined ? {} : { [name]: value };
}
function denied(thrown, key, doing, right) {
    if ((0,failure/* statusOf */.c2)(thrown) !== 403)
        return thrown;
    return new errors/* ActionError */.lZ({
        what: `The access control list of ${key} could not be ${doing}`,
        found: `no right to ${right}; the object may be public by its own ACL, and a new version of it would be private`,
        wayOut: 'Give the role `s3:GetObjectAcl` and `s3:PutObjectAcl` on the objects of this bucket; or, where a bucket policy ' +
            'gives access, set the Object Ownership of the bucket to "Bucket owner enforced". No file of the site was changed',
        cause: thrown,
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/multipart.js



/** Above this a file goes up in parts. */
const MULTIPART_ABOVE = 16 * 1024 * 1024;
const PART = 8 * 1024 * 1024;
/** S3's limits: at most 10,000 parts. */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 4;
/**
 * A large file in parts, read part by part. What fails is aborted, so that no part is left to be paid for. The parts'
 * hashes are checked by S3, the whole by the reader before the upload is completed.
 */
async function putInParts({ open, common, signal }, upload) {
    const { key, content, contentType, cacheControl, kept } = upload;
    const { sdk, client } = await open();
    const place = { ...common, Key: key };
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({
        ...place,
        ...keptInput(kept),
        ContentType: contentType,
        CacheControl: cacheControl,
        ChecksumAlgorithm: 'SHA256',
    }), { abortSignal: signal });
    try {
        const parts = [];
        const running = new Set();
        let failure;
        let number = 0;
        for await (const bytes of content.chunks(Math.max(PART, Math.ceil(content.size / MOST_PARTS)))) {
            const PartNumber = ++number;
            const part = { ...place, UploadId, PartNumber, Body: bytes, ChecksumSHA256: (0,external_node_crypto_.hash)('sha256', bytes, 'base64') };
            const sent = client
                .send(new sdk.UploadPartCommand(part), { abortSignal: signal })
                .then(({ ETag }) => {
                parts.push({ PartNumber, ETag, ChecksumSHA256: part.ChecksumSHA256 });
            })
                .catch((thrown) => {
                failure ??= { thrown };
            })
                .finally(() => running.delete(sent));
            running.add(sent);
            if (running.size >= PARTS_AT_ONCE)
                await Promise.race(running);
            if (failure !== undefined)
                break;
        }
        await Promise.all(running);
        if (failure !== undefined)
            throw failure.thrown;
        const Parts = parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
        const completed = await client.send(new sdk.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }), { abortSignal: signal });
        return stored(completed.ETag, completed.VersionId);
    }
    catch (thrown) {
        // Not with the run's signal: it may be the reason. A failure here is less than the first one.
        await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => { });
        throw thrown;
    }
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/src/gateways/web/proxy.js
var proxy = __webpack_require__(8025);
// EXTERNAL MODULE: ./lib/src/gateways/s3/own-endpoint.js
var own_endpoint = __webpack_require__(3625);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/access.js





/** The SDK's variables that change nothing about where S3 is and who asks, or that are understood here. */
const UNDERSTOOD = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?REGION|ENDPOINT_URL(_\w+)?|CA_BUNDLE|EC2_METADATA_DISABLED|MAX_ATTEMPTS|RETRY_MODE|PAGER|DEFAULT_OUTPUT)$/;
/** Of the partition `aws`, where a bucket's host name is always made in the same way. */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;
/** One label of a host name, and none of the names that stand for something else: access points, directory buckets. */
const BUCKET = /^(?!.*--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/**
 * The access that the environment alone gives, as the SDK would find it; loading the SDK takes as long as comparing a
 * site of thousands of files. `undefined` wherever anything is unusual: then the SDK decides.
 */
function plainAccess({ bucket, client: { region: given, credentials } }, environment = process.env) {
    const region = given ?? environment.AWS_REGION;
    const names = Object.keys(environment).filter((name) => name.startsWith('AWS_'));
    // A proxy is the SDK's matter, which asks for each request whether to use it.
    if ((0,proxy/* namesProxy */.p)(environment))
        return undefined;
    if (region === undefined || !BUCKET.test(bucket) || !names.every((name) => UNDERSTOOD.test(name)))
        return undefined;
    if (['config', 'credentials'].some((name) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(homeOf(environment), '.aws', name))))
        return undefined;
    const endpoint = endpointOf(bucket, region, environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL);
    const who = credentials ?? inEnvironment(environment);
    if (endpoint === undefined || who === undefined)
        return undefined;
    return { endpoint, region, credentials: async () => (typeof who === 'function' ? await who() : who) };
}
/** Where the SDK looks for it. */
function homeOf({ HOME, USERPROFILE }) {
    return HOME || USERPROFILE || (0,external_node_os_.homedir)();
}
function endpointOf(bucket, region, own) {
    if (own === undefined) {
        const host = `${bucket}.s3.${region}.amazonaws.com`;
        return REGION.test(region) ? { protocol: 'https:', hostname: host, host, path: '/' } : undefined;
    }
    if (!(0,own_endpoint/* hasOwnHost */.V)(own) || !/^[a-z0-9-]+$/.test(region))
        return undefined;
    const { protocol, hostname, port, host, pathname, search, hash, username } = new URL(own);
    const isBare = pathname === '/' && `${search}${hash}${username}` === '' && !hostname.includes('[');
    if (!isBare || (protocol !== 'http:' && protocol !== 'https:'))
        return undefined;
    return { protocol, hostname, port: port === '' ? undefined : Number(port), host, path: `/${bucket}/` };
}
function inEnvironment(environment) {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
    if (!accessKeyId || !secretAccessKey)
        return undefined;
    return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined };
}

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
    const key = (0,s3_key/* decodedKey */.cH)(decodedText(textOf(xml, '<Key>', from, to) ?? '') ?? '');
    const etag = textOf(xml, '<ETag>', from, to)?.replace(QUOTED, '$1');
    const size = textOf(xml, '<Size>', from, to) ?? '';
    if (!key || !etag || !/^[\w-]+$/.test(etag) || !/^\d{1,15}$/.test(size))
        return undefined;
    return [key, { etag, size: Number(size) }];
}
/** @returns the text of the only element of that name, as it is encoded, or `undefined` */
function textOf(xml, opening, from, to) {
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
const ENTITIES = new Map([
    ['quot', '"'],
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['apos', "'"],
    ['#34', '"'],
]);
/** @returns `undefined` where it is encoded in a way that is not known here */
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

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: ./lib/src/gateways/web/signature.js
var signature = __webpack_require__(3271);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct/sender.js





const SOCKETS = 64;
const ANSWER_WITHIN_MS = 60_000;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/**
 * Sends without the SDK, whose middleware takes a millisecond of each request: that is what limits the upload of
 * thousands of files. Its callers give what is not a plain success to the SDK afterwards, so that retries, redirects and
 * errors stay the SDK's matter. So only requests that may be made twice are sent this way.
 */
function directSender(access, owner, signal) {
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
        const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
        const signed = [...headers, host, ['x-amz-content-sha256', bodySha256], ['x-amz-date', time], ...owned];
        if (credentials.sessionToken !== undefined)
            signed.push(['x-amz-security-token', credentials.sessionToken]);
        signed.sort(([a], [b]) => (a < b ? -1 : 1));
        const path = key === '' ? bucketPath : endpoint.path + (0,s3_key/* encodedKey */.EZ)(key);
        const search = query === undefined ? '' : encodedQuery(query);
        const sent = Object.fromEntries(signed);
        const signable = { method, path, query: search, headers: signed, bodySha256 };
        sent.authorization = (0,signature/* authorization */.i)(signable, credentials, scope, time);
        if (body !== undefined)
            sent['content-length'] = String(body.length);
        const target = search === '' ? path : `${path}?${search}`;
        return await new Promise((resolve) => {
            const nothing = () => resolve(undefined);
            const request = send({ method, hostname, path: target, headers: sent, agent, port }, (reply) => whole(reply, resolve));
            request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy());
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
    return stored(answer.headers.etag, answer.headers['x-amz-version-id']?.toString());
}
/** Calls back once, with `undefined` when the answer breaks off. */
function whole(reply, done) {
    const parts = [];
    const nothing = () => done(undefined);
    reply.on('data', (part) => parts.push(part));
    reply.on('error', nothing);
    reply.on('close', nothing);
    reply.on('end', () => done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) }));
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
        if (!isPlain(contentType) || !isPlain(cacheControl))
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
    return access && directSender(access, bucket.common.ExpectedBucketOwner, bucket.signal);
}
/** What needs no encoding and is signed as it is written. */
function isPlain(value) {
    return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/records.js



/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];
const RECORD_HEADERS = { ContentType: 'application/json', CacheControl: 'no-store' };
/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
function s3Records({ open, common, bucket }) {
    const read = async (key) => {
        const { sdk, client } = await open();
        try {
            const { Body, ETag, VersionId } = await client.send(new sdk.GetObjectCommand({ ...common, Key: key }));
            return { text: (await Body?.transformToString()) ?? '', ...stored(ETag, VersionId) };
        }
        catch (thrown) {
            if ((0,failure/* statusOf */.c2)(thrown) === 404 && thrown.name !== 'NoSuchBucket')
                return undefined;
            throw (0,failure/* s3Failure */.lv)(bucket, `read ${key} from`, thrown);
        }
    };
    return {
        read,
        async write(key, text, over) {
            const { sdk, client } = await open();
            const command = new sdk.PutObjectCommand({
                ...common,
                Key: key,
                Body: text,
                ...RECORD_HEADERS,
                ...(over === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: over }),
            });
            for (let conflict = 0;; conflict++) {
                try {
                    const { ETag, VersionId } = await client.send(command);
                    return stored(ETag, VersionId);
                }
                catch (thrown) {
                    const status = (0,failure/* statusOf */.c2)(thrown);
                    const wait = CONFLICT_PAUSES_MS[conflict];
                    if (status === 409 && wait !== undefined) {
                        await (0,external_node_timers_promises_.setTimeout)(wait);
                        continue;
                    }
                    // `If-Match` on what is gone is 404.
                    if (status !== 412 && status !== 409 && (status !== 404 || thrown.name === 'NoSuchBucket')) {
                        throw (0,failure/* s3Failure */.lv)(bucket, `write ${key} to`, thrown);
                    }
                    // A write whose answer was lost is tried again by the SDK, and then refused because of itself.
                    const there = await read(key);
                    return there?.text === text ? there : 'refused';
                }
            }
        },
        async remove(key, etag) {
            const { sdk, client } = await open();
            try {
                await client.send(new sdk.DeleteObjectCommand({ ...common, Key: key, IfMatch: etag }));
            }
            catch (thrown) {
                if ((0,failure/* statusOf */.c2)(thrown) !== 404)
                    throw (0,failure/* s3Failure */.lv)(bucket, `remove ${key} from`, thrown);
            }
        },
    };
}

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
            ['cache-control', RECORD_HEADERS.CacheControl],
            ['content-type', RECORD_HEADERS.ContentType],
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
    const send = access && directSender(access, common.ExpectedBucketOwner, signal);
    const { objects, records } = store;
    let put;
    return {
        objects: {
            ...objects,
            async put(upload) {
                const { kept, content } = upload;
                if (kept === undefined && content.size <= MULTIPART_ABOVE) {
                    put ??= directPut(bucket, send);
                    const stored = await (await put)?.(upload);
                    if (stored !== undefined)
                        return stored;
                }
                return await objects.put(upload);
            },
            ...(send && { list: (prefix, likely) => listObjects(directPages(send, sdkPages(bucket)), prefix, likely) }),
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

;// CONCATENATED MODULE: ./lib/src/gateways/s3/dropped-by-copies.js
/** Not taken along from the source, whatever the directive (S3 API, CopyObject). */
function droppedByCopies(head) {
    const dropped = {
        WebsiteRedirectLocation: head.WebsiteRedirectLocation,
        StorageClass: head.StorageClass,
        ServerSideEncryption: head.ServerSideEncryption,
        SSEKMSKeyId: head.SSEKMSKeyId,
        BucketKeyEnabled: head.BucketKeyEnabled,
    };
    return defined(dropped);
}
/** Without what is `undefined`. */
function defined(input) {
    return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/restore.js






/** What a read of these is refused until somebody has restored them (S3 User Guide, "Restoring an archived object"). */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);
/** Versions of the objects of a site, which are brought back by copies inside S3. */
function s3Versions({ open, common, bucket, signal }) {
    const options = { abortSignal: signal };
    /** What a copy drops unless it is repeated, by key and version: told by the look, used by the copy. */
    const repeated = new Map();
    const name = (key, version) => `${version} ${key}`;
    return {
        async lookAtVersion(key, version, acl) {
            const { sdk, client } = await open();
            const place = { ...common, Key: key, VersionId: version };
            try {
                const head = await client.send(new sdk.HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }), options);
                const grants = acl ? grantsOf(await client.send(new sdk.GetObjectAclCommand(place), options)) : undefined;
                repeated.set(name(key, version), { ...droppedByCopies(head), ...grantInput(grants ?? []) });
                const archived = archiveOf(head);
                return {
                    etag: unquoted(head.ETag),
                    size: head.ContentLength ?? 0,
                    archived,
                };
            }
            catch (thrown) {
                if ((0,failure/* statusOf */.c2)(thrown) === 403) {
                    throw new errors/* ActionError */.lZ({
                        what: `This role may not look at versions of the objects of ${bucket}`,
                        found: `403 for the version ${version} of ${key}`,
                        wayOut: 'Give the role `s3:GetObjectVersion` on the objects of this bucket; where they are encrypted with a key of ' +
                            'your own, `kms:Decrypt` too. Nothing was changed',
                        cause: thrown,
                    });
                }
                // A delete marker is 405, and a version id that was never one of this bucket is 400.
                if ([400, 404, 405].includes((0,failure/* statusOf */.c2)(thrown) ?? 0))
                    return undefined;
                throw thrown;
            }
        },
        async restore(key, version, etag) {
            const { sdk, client } = await open();
            const command = new sdk.CopyObjectCommand({
                ...common,
                ...repeated.get(name(key, version)),
                ExpectedSourceBucketOwner: common.ExpectedBucketOwner,
                Key: key,
                // Read as a URL by S3.
                CopySource: `${bucket}/${(0,s3_key/* encodedKey */.EZ)(key)}?versionId=${(0,s3_key/* encodedPart */.eA)(version)}`,
                CopySourceIfMatch: etag,
                // Computed by S3 over what it has copied, and answered.
                ChecksumAlgorithm: 'SHA256',
            });
            try {
                const { CopyObjectResult, VersionId } = await client.send(command, options);
                return {
                    ...stored(CopyObjectResult?.ETag, VersionId),
                    sha256: wholeSha256(CopyObjectResult?.ChecksumSHA256),
                };
            }
            catch (thrown) {
                if ((0,failure/* statusOf */.c2)(thrown) !== 412)
                    throw thrown;
                throw new errors/* ActionError */.lZ({
                    what: `The version of ${key} that is to be restored is another object now`,
                    found: `the version ${version} without the ETag ${etag}`,
                    wayOut: 'Run the rollback again; if it is refused, roll back to another release',
                    cause: thrown,
                });
            }
        },
    };
}
/** The storage class or tier that keeps it from being read now. */
function archiveOf({ StorageClass, ArchiveStatus, Restore }) {
    if (ArchiveStatus !== undefined)
        return ArchiveStatus;
    if (StorageClass === undefined || !ARCHIVED.has(StorageClass))
        return undefined;
    return Restore?.includes('ongoing-request="false"') ? undefined : StorageClass;
}

// EXTERNAL MODULE: ./lib/src/site/stored-object.js
var stored_object = __webpack_require__(5585);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/rewrite.js







/**
 * Changes content type and cache control of an object by copying it onto itself. A copy that replaces headers drops all
 * it is not told, so everything that was there is repeated.
 */
async function rewriteHeaders({ open, common, bucket, signal }, key, { contentType, cacheControl }, etag, kept) {
    const { sdk, client } = await open();
    const place = { ...common, Key: key };
    const head = await client.send(new sdk.HeadObjectCommand(place), { abortSignal: signal });
    if ((head.ContentLength ?? 0) > stored_object/* LARGEST_COPY */.v)
        return 'too-large';
    const command = new sdk.CopyObjectCommand({
        ...place,
        ...repeated(head),
        ContentEncoding: kept?.contentEncoding ?? head.ContentEncoding,
        ...grantInput(kept?.grants ?? []),
        ExpectedSourceBucketOwner: common.ExpectedBucketOwner,
        // Read as a URL by S3.
        CopySource: `${bucket}/${(0,s3_key/* encodedKey */.EZ)(key)}`,
        CopySourceIfMatch: etag,
        MetadataDirective: 'REPLACE',
        ContentType: contentType,
        CacheControl: cacheControl,
    });
    try {
        const { CopyObjectResult, VersionId } = await client.send(command, { abortSignal: signal });
        return stored(CopyObjectResult?.ETag, VersionId);
    }
    catch (thrown) {
        if ((0,failure/* statusOf */.c2)(thrown) !== 412)
            throw thrown;
        throw new errors/* ActionError */.lZ({
            what: `${key} was changed by somebody else during this deploy`,
            found: 'another ETag than in the listing',
            expected: 'one deploy of a site at a time',
            wayOut: 'Run the deploy again: it compares afresh and continues',
            cause: thrown,
        });
    }
}
/** Everything of an object that a copy would otherwise lose. */
function repeated(head) {
    const copied = {
        Metadata: head.Metadata,
        ContentDisposition: head.ContentDisposition,
        ContentLanguage: head.ContentLanguage,
        Expires: head.ExpiresString === undefined ? undefined : new Date(head.ExpiresString),
    };
    return { ...defined(copied), ...droppedByCopies(head) };
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/objects.js







/** The objects of a site in its bucket. */
function s3Objects(site) {
    const { open, common, bucket, signal } = site;
    const keeping = s3Kept(site);
    const versions = s3Versions(site);
    const tried = async (doing, call) => {
        try {
            return await call();
        }
        catch (thrown) {
            throw (0,failure/* s3Failure */.lv)(bucket, doing, thrown);
        }
    };
    return {
        list: (prefix, likely) => listObjects(sdkPages(site), prefix, likely),
        async look(key) {
            const { sdk, client } = await open();
            try {
                const command = new sdk.HeadObjectCommand({ ...common, Key: key, ChecksumMode: 'ENABLED' });
                const head = await client.send(command, { abortSignal: signal });
                const sha256 = wholeSha256(head.ChecksumSHA256);
                return {
                    ...stored(head.ETag, head.VersionId),
                    size: head.ContentLength ?? 0,
                    contentType: head.ContentType ?? '',
                    cacheControl: head.CacheControl ?? '',
                    keyEncrypted: head.ServerSideEncryption?.startsWith('aws:kms') === true || head.SSECustomerAlgorithm !== undefined,
                    sha256,
                };
            }
            catch (thrown) {
                if ((0,failure/* statusOf */.c2)(thrown) === 404)
                    return undefined;
                throw (0,failure/* s3Failure */.lv)(bucket, `look at ${key} in`, thrown);
            }
        },
        mayHaveAcls: async () => await tried('read the object ownership of', () => keeping.mayHaveAcls()),
        kept: async (key, acl) => await tried(`look at ${key} in`, () => keeping.kept(key, acl)),
        repeatAcl: async (key, grants) => await tried(`keep the ACL of ${key} in`, () => keeping.repeatAcl(key, grants)),
        put: async (upload) => await tried(`upload ${upload.key} to`, async () => {
            const { key, content, contentType, cacheControl, kept } = upload;
            if (content.size > MULTIPART_ABOVE)
                return await putInParts(site, upload);
            const { sdk, client } = await open();
            const command = new sdk.PutObjectCommand({
                ...common,
                ...keptInput(kept),
                Key: key,
                Body: await content.bytes(),
                ContentType: contentType,
                CacheControl: cacheControl,
                ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
            });
            const { ETag, VersionId } = await client.send(command, { abortSignal: signal });
            return stored(ETag, VersionId);
        }),
        rewrite: async (key, headers, etag, kept) => await tried(`change the headers of ${key} in`, () => rewriteHeaders(site, key, headers, etag, kept)),
        lookAtVersion: async (key, version, acl) => await tried(`look at the version ${version} of ${key} in`, () => versions.lookAtVersion(key, version, acl)),
        restore: async (key, version, etag) => await tried(`restore ${key} in`, () => versions.restore(key, version, etag)),
        remove: async (keys) => await tried('delete old files from', async () => {
            const { sdk, client } = await open();
            const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
            const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ ...common, Delete }));
            return (Errors ?? []).map(({ Key, Code, Message }) => ({
                key: Key ?? '',
                why: [Code, Message].filter((part) => part !== undefined).join(': '),
            }));
        }),
    };
}

// EXTERNAL MODULE: ./lib/src/gateways/web/clock.js
var web_clock = __webpack_require__(7131);
// EXTERNAL MODULE: ./lib/src/gateways/web/release-probe.js
var release_probe = __webpack_require__(2827);
;// CONCATENATED MODULE: ./lib/src/gateways/connect-site.js








/** Connects the front end lane. Nothing is asked before its first use; `AWS_ENDPOINT_URL_CLOUDFRONT` is honoured. */
function connectSite(options) {
    const { directory, bucket, s3, client = {}, prepare, runs, log, signal } = options;
    const place = s3.bucket(bucket);
    const store = { objects: s3Objects(place), records: s3Records(place) };
    const clock = (0,web_clock/* siteClock */.G)(signal);
    return {
        log,
        folder: localFiles(directory),
        ...store,
        ...withoutSdk(place, store),
        distributions: cloudFront({ bucket, client, prepare, clock, signal }),
        probe: (0,release_probe/* releaseProbe */.w)(signal, secret_register/* actionsSecrets */.l.redact),
        runs,
        clock,
        signal,
    };
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
/* harmony export */   i: () => (/* binding */ authorization)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

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
/** The same for a day, a region, a service and a secret. */
function signingKey(secret, day, region, service) {
    const of = `${secret} ${day} ${region} ${service}`;
    if (lastKey?.of !== of) {
        lastKey = { of, key: hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request') };
    }
    return lastKey.key;
}
function hmac(key, text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(text).digest();
}


/***/ })

};
