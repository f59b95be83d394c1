export const id = 956;
export const ids = [956];
export const modules = {

/***/ 9956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   environmentWith: () => (/* binding */ environmentWith),
/* harmony export */   serveCredentials: () => (/* binding */ serveCredentials)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7067);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8161);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5071);




/** Whatever AWS SDKs look at before they ask a container's endpoint, or that would name another one. */
const WINS_OVER_ENDPOINT = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];
/**
 * Gives credentials to Terraform over a loopback address, in the protocol of containers, so that it can ask for new
 * ones in the middle of a long apply: credentials in its environment would end with their session.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 * @param mask called with the endpoint's own token before anything can print it
 */
async function serveCredentials(provider, mask) {
    const token = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(32).toString('hex');
    mask(token);
    const server = (0,node_http__WEBPACK_IMPORTED_MODULE_1__.createServer)((request, response) => {
        answer(request, response, token, provider).catch((thrown) => {
            // SDKs print the message, so it says why and no more.
            send(response, 500, { code: 'CredentialsUnavailable', message: (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .asError */ .zR)(thrown).message });
        });
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
    });
    // It shall not keep the action from ending.
    server.unref();
    const { port } = server.address();
    return {
        environment: {
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
            AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
        },
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        }),
    };
}
/** A child's environment in which the endpoint is the only place that credentials come from. */
function environmentWith(endpoint, environment, configFile) {
    const kept = Object.entries(environment).filter(([name]) => !WINS_OVER_ENDPOINT.includes(name));
    return {
        ...Object.fromEntries(kept),
        // The default profile of either file would win too.
        AWS_SHARED_CREDENTIALS_FILE: node_os__WEBPACK_IMPORTED_MODULE_2__.devNull,
        AWS_CONFIG_FILE: configFile,
        ...endpoint.environment,
    };
}
async function answer(request, response, token, provider) {
    if (!equal(request.headers.authorization ?? '', token)) {
        return send(response, 403, { code: 'AccessDenied', message: 'The authorization token is missing or wrong' });
    }
    if (request.method !== 'GET' || request.url !== '/credentials') {
        return send(response, 404, { code: 'NotFound', message: 'There is nothing at this address' });
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
    send(response, 200, {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: expiration?.toISOString(),
    });
}
function send(response, status, body) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
function equal(given, token) {
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    return a.length === b.length && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(a, b);
}


/***/ })

};
