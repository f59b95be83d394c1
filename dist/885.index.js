export const id = 885;
export const ids = [885];
export const modules = {

/***/ 5885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectStage: () => (/* binding */ connectStage)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5071);
/* harmony import */ var _runner_secret_register_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(85);
/* harmony import */ var _s3_artifact_store_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2157);
/* harmony import */ var _s3_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4513);
/* harmony import */ var _s3_objects_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3630);
/* harmony import */ var _s3_records_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6577);
/* harmony import */ var _s3_restore_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9793);
/* harmony import */ var _web_release_probe_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2827);








/** Another stage, which is read alone. */
function connectStage({ bucket, prefix, account }, { s3, reader, signal }) {
    const place = s3.elsewhere(bucket, account);
    const records = (0,_s3_records_js__WEBPACK_IMPORTED_MODULE_5__/* .s3Records */ .h)(place);
    const objects = (0,_s3_objects_js__WEBPACK_IMPORTED_MODULE_4__/* .s3Objects */ .d)(place);
    const allowed = async (asked, where = bucket) => await asked.catch((thrown) => {
        throw mayNotRead(thrown, where, reader);
    });
    return {
        records: { read: async (key) => await allowed(records.read(key)) },
        objects: { list: async (under, likely) => await allowed(objects.list(under, likely)) },
        probe: (0,_web_release_probe_js__WEBPACK_IMPORTED_MODULE_7__/* .releaseProbe */ .w)(signal, _runner_secret_register_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsSecrets */ .l.redact),
        versionsFor(target) {
            const keyOf = (key) => prefix + key.slice(target.prefix.length);
            const versions = (0,_s3_restore_js__WEBPACK_IMPORTED_MODULE_6__/* .s3Versions */ .i)(s3.bucket(target.bucket), { place, keyOf });
            return { ...versions, lookAtVersion: async (...asked) => await allowed(versions.lookAtVersion(...asked)) };
        },
        packages(name) {
            const store = (0,_s3_artifact_store_js__WEBPACK_IMPORTED_MODULE_2__/* .artifactStore */ .i)(s3.elsewhere(name, account));
            return { read: async (key) => await allowed(store.read(key), name) };
        },
    };
}
/** The role and the bucket may be of two accounts: then both have to say it. */
function mayNotRead(thrown, bucket, reader) {
    const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
    if ((0,_s3_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .statusOf */ .c2)(cause) !== 403)
        return thrown;
    const statement = (Action, Resource) => JSON.stringify({ Effect: 'Allow', Principal: { AWS: reader ?? 'ARN OF THIS ROLE' }, Action, Resource });
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ({
        what: `This role may not read the bucket ${bucket} of the stage that is promoted`,
        found: '403',
        wayOut: 'Nothing was changed. Allow it in the policy of the role (infra/bootstrap: "promotes") and, where the bucket is ' +
            `another account's, in that of the bucket: ${statement(['s3:ListBucket'], `arn:aws:s3:::${bucket}`)}, ` +
            `${statement(['s3:GetObject', 's3:GetObjectVersion'], `arn:aws:s3:::${bucket}/*`)}. Where it is encrypted with a ` +
            'key of its own, allow `kms:Decrypt` on the key, too',
        cause: thrown,
    });
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


/***/ })

};
