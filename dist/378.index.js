export const id = 378;
export const ids = [378];
export const modules = {

/***/ 3477:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ droppedByCopies),
/* harmony export */   s: () => (/* binding */ defined)
/* harmony export */ });
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


/***/ }),

/***/ 2288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rr: () => (/* binding */ grantsOf),
/* harmony export */   dr: () => (/* binding */ grantInput),
/* harmony export */   fe: () => (/* binding */ keptInput),
/* harmony export */   vg: () => (/* binding */ s3Kept)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5071);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4513);


/** What an object has that no listing shows, and that a write would take from it. */
function s3Kept({ open, common, signal }) {
    const options = { abortSignal: signal };
    return {
        async mayHaveAcls() {
            const { sdk, client } = await open();
            const asked = async (request) => 
            // Not there, not known to this store, or not to be read: the objects are asked then.
            await request.catch((thrown) => {
                if ([403, 404, 405, 501].includes((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) ?? 0))
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
                    if ([405, 501].includes((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) ?? 0))
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
    if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) !== 403)
        return thrown;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
        what: `The access control list of ${key} could not be ${doing}`,
        found: `no right to ${right}; the object may be public by its own ACL, and a new version of it would be private`,
        wayOut: 'Give the role `s3:GetObjectAcl` and `s3:PutObjectAcl` on the objects of this bucket; or, where a bucket policy ' +
            'gives access, set the Object Ownership of the bucket to "Bucket owner enforced". No file of the site was changed',
        cause: thrown,
    });
}


/***/ }),

/***/ 11:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ listObjects),
  D: () => (/* binding */ sdkPages)
});

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

// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
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

// EXTERNAL MODULE: ./lib/src/gateways/s3/stored.js
var stored = __webpack_require__(7800);
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
        return [key, { etag: (0,stored/* unquoted */.qZ)(ETag), size: Size }];
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


/***/ }),

/***/ 8119:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ MULTIPART_ABOVE),
/* harmony export */   n: () => (/* binding */ putInParts)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _kept_headers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2288);
/* harmony import */ var _stored_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7800);



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
        ...(0,_kept_headers_js__WEBPACK_IMPORTED_MODULE_1__/* .keptInput */ .fe)(kept),
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
            const part = { ...place, UploadId, PartNumber, Body: bytes, ChecksumSHA256: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', bytes, 'base64') };
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
        return (0,_stored_js__WEBPACK_IMPORTED_MODULE_2__/* .stored */ .su)(completed.ETag, completed.VersionId);
    }
    catch (thrown) {
        // Not with the run's signal: it may be the reason. A failure here is less than the first one.
        await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => { });
        throw thrown;
    }
}


/***/ }),

/***/ 3630:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ s3Objects)
});

// EXTERNAL MODULE: ./lib/src/gateways/s3/failure.js
var failure = __webpack_require__(4513);
// EXTERNAL MODULE: ./lib/src/gateways/s3/kept-headers.js
var kept_headers = __webpack_require__(2288);
// EXTERNAL MODULE: ./lib/src/gateways/s3/listing.js + 3 modules
var listing = __webpack_require__(11);
// EXTERNAL MODULE: ./lib/src/gateways/s3/multipart.js
var multipart = __webpack_require__(8119);
// EXTERNAL MODULE: ./lib/src/gateways/s3/restore.js
var restore = __webpack_require__(9793);
// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/site/stored-object.js
var stored_object = __webpack_require__(5585);
// EXTERNAL MODULE: ./lib/src/gateways/s3/dropped-by-copies.js
var dropped_by_copies = __webpack_require__(3477);
// EXTERNAL MODULE: ./lib/src/gateways/s3/key.js
var s3_key = __webpack_require__(9560);
// EXTERNAL MODULE: ./lib/src/gateways/s3/stored.js
var stored = __webpack_require__(7800);
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
        ...(0,kept_headers/* grantInput */.dr)(kept?.grants ?? []),
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
        return (0,stored/* stored */.su)(CopyObjectResult?.ETag, VersionId);
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
    return { ...(0,dropped_by_copies/* defined */.s)(copied), ...(0,dropped_by_copies/* droppedByCopies */.l)(head) };
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/objects.js







/** The objects of a site in its bucket. */
function s3Objects(site) {
    const { open, common, bucket, signal } = site;
    const keeping = (0,kept_headers/* s3Kept */.vg)(site);
    const versions = (0,restore/* s3Versions */.i)(site);
    const tried = async (doing, call) => {
        try {
            return await call();
        }
        catch (thrown) {
            throw (0,failure/* s3Failure */.lv)(bucket, doing, thrown);
        }
    };
    return {
        list: (prefix, likely) => (0,listing/* listObjects */.L)((0,listing/* sdkPages */.D)(site), prefix, likely),
        async look(key) {
            const { sdk, client } = await open();
            try {
                const command = new sdk.HeadObjectCommand({ ...common, Key: key, ChecksumMode: 'ENABLED' });
                const head = await client.send(command, { abortSignal: signal });
                const sha256 = (0,stored/* wholeSha256 */.tf)(head.ChecksumSHA256);
                return {
                    ...(0,stored/* stored */.su)(head.ETag, head.VersionId),
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
            if (content.size > multipart/* MULTIPART_ABOVE */.R)
                return await (0,multipart/* putInParts */.n)(site, upload);
            const { sdk, client } = await open();
            const command = new sdk.PutObjectCommand({
                ...common,
                ...(0,kept_headers/* keptInput */.fe)(kept),
                Key: key,
                Body: await content.bytes(),
                ContentType: contentType,
                CacheControl: cacheControl,
                ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
            });
            const { ETag, VersionId } = await client.send(command, { abortSignal: signal });
            return (0,stored/* stored */.su)(ETag, VersionId);
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


/***/ }),

/***/ 6577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ s3Records),
/* harmony export */   z: () => (/* binding */ RECORD_HEADERS)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4513);
/* harmony import */ var _stored_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7800);



/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];
const RECORD_HEADERS = { ContentType: 'application/json', CacheControl: 'no-store' };
/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
function s3Records({ open, common, bucket }) {
    const read = async (key) => {
        const { sdk, client } = await open();
        try {
            const { Body, ETag, VersionId } = await client.send(new sdk.GetObjectCommand({ ...common, Key: key }));
            return { text: (await Body?.transformToString()) ?? '', ...(0,_stored_js__WEBPACK_IMPORTED_MODULE_2__/* .stored */ .su)(ETag, VersionId) };
        }
        catch (thrown) {
            if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) === 404 && thrown.name !== 'NoSuchBucket')
                return undefined;
            throw (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .s3Failure */ .lv)(bucket, `read ${key} from`, thrown);
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
                    return (0,_stored_js__WEBPACK_IMPORTED_MODULE_2__/* .stored */ .su)(ETag, VersionId);
                }
                catch (thrown) {
                    const status = (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown);
                    const wait = CONFLICT_PAUSES_MS[conflict];
                    if (status === 409 && wait !== undefined) {
                        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
                        continue;
                    }
                    // `If-Match` on what is gone is 404.
                    if (status !== 412 && status !== 409 && (status !== 404 || thrown.name === 'NoSuchBucket')) {
                        throw (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .s3Failure */ .lv)(bucket, `write ${key} to`, thrown);
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
                if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(thrown) !== 404)
                    throw (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .s3Failure */ .lv)(bucket, `remove ${key} from`, thrown);
            }
        },
    };
}


/***/ }),

/***/ 9793:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ s3Versions)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5071);
/* harmony import */ var _dropped_by_copies_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3477);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4513);
/* harmony import */ var _kept_headers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2288);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9560);
/* harmony import */ var _stored_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7800);






const OWN_ENCRYPTION = { ServerSideEncryption: undefined, SSEKMSKeyId: undefined, BucketKeyEnabled: undefined };
/** What a read of these is refused until somebody has restored them (S3 User Guide, "Restoring an archived object"). */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);
/** Versions of the objects of a site, which are brought back by copies inside S3. @param other absent: from this bucket */
function s3Versions({ open, common, bucket, signal }, other) {
    const source = other?.place ?? { open, common, bucket };
    const keyOf = other?.keyOf ?? ((key) => key);
    const options = { abortSignal: signal };
    /** What a copy drops unless it is repeated, by key and version: told by the look, used by the copy. */
    const repeated = new Map();
    const name = (key, version) => `${version} ${key}`;
    return {
        async lookAtVersion(key, version, acl) {
            const { sdk, client } = await source.open();
            const place = { ...source.common, Key: keyOf(key), VersionId: version };
            try {
                const head = await client.send(new sdk.HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }), options);
                const grants = acl ? (0,_kept_headers_js__WEBPACK_IMPORTED_MODULE_3__/* .grantsOf */ .Rr)(await client.send(new sdk.GetObjectAclCommand(place), options)) : undefined;
                const dropped = (0,_dropped_by_copies_js__WEBPACK_IMPORTED_MODULE_1__/* .droppedByCopies */ .l)(head);
                // What another bucket encrypts with is its own.
                const kept = other === undefined ? dropped : (0,_dropped_by_copies_js__WEBPACK_IMPORTED_MODULE_1__/* .defined */ .s)({ ...dropped, ...OWN_ENCRYPTION });
                repeated.set(name(key, version), { ...kept, ...(0,_kept_headers_js__WEBPACK_IMPORTED_MODULE_3__/* .grantInput */ .dr)(grants ?? []) });
                const archived = archiveOf(head);
                return {
                    etag: (0,_stored_js__WEBPACK_IMPORTED_MODULE_5__/* .unquoted */ .qZ)(head.ETag),
                    size: head.ContentLength ?? 0,
                    archived,
                };
            }
            catch (thrown) {
                if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(thrown) === 403) {
                    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
                        what: `This role may not look at versions of the objects of ${source.bucket}`,
                        found: `403 for the version ${version} of ${key}`,
                        wayOut: 'Give the role `s3:GetObjectVersion` on the objects of this bucket; where they are encrypted with a key of ' +
                            'your own, `kms:Decrypt` too. Nothing was changed',
                        cause: thrown,
                    });
                }
                // A delete marker is 405, and a version id that was never one of this bucket is 400.
                if ([400, 404, 405].includes((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(thrown) ?? 0))
                    return undefined;
                throw thrown;
            }
        },
        async restore(key, version, etag, grants) {
            const { sdk, client } = await open();
            const command = new sdk.CopyObjectCommand({
                ...common,
                ...repeated.get(name(key, version)),
                ...(0,_kept_headers_js__WEBPACK_IMPORTED_MODULE_3__/* .grantInput */ .dr)(grants ?? []),
                ExpectedSourceBucketOwner: source.common.ExpectedBucketOwner,
                Key: key,
                // Read as a URL by S3.
                CopySource: `${source.bucket}/${(0,_key_js__WEBPACK_IMPORTED_MODULE_4__/* .encodedKey */ .EZ)(keyOf(key))}?versionId=${(0,_key_js__WEBPACK_IMPORTED_MODULE_4__/* .encodedPart */ .eA)(version)}`,
                CopySourceIfMatch: etag,
                // Computed by S3 over what it has copied, and answered.
                ChecksumAlgorithm: 'SHA256',
            });
            try {
                const { CopyObjectResult, VersionId } = await client.send(command, options);
                return {
                    ...(0,_stored_js__WEBPACK_IMPORTED_MODULE_5__/* .stored */ .su)(CopyObjectResult?.ETag, VersionId),
                    sha256: (0,_stored_js__WEBPACK_IMPORTED_MODULE_5__/* .wholeSha256 */ .tf)(CopyObjectResult?.ChecksumSHA256),
                };
            }
            catch (thrown) {
                if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(thrown) !== 412)
                    throw thrown;
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
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


/***/ }),

/***/ 7800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   qZ: () => (/* binding */ unquoted),
/* harmony export */   su: () => (/* binding */ stored),
/* harmony export */   tf: () => (/* binding */ wholeSha256)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5071);

/** An answer's own words for what is stored now. Throws where it has none: S3 names the ETag in each, so something else answered. */
function stored(etag, version) {
    if (etag === undefined) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
            what: 'The bucket gave an answer that is not one of S3',
            found: 'success without an ETag',
            wayOut: 'Look whether a proxy answers in its place, then run this again: it continues where it stopped',
        });
    }
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


/***/ })

};
