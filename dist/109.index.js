export const id = 109;
export const ids = [109];
export const modules = {

/***/ 109:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EnvironmentProxyAgent: () => (/* binding */ EnvironmentProxyAgent)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4942);
/* harmony import */ var http_proxy_agent__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8947);
/* harmony import */ var https_proxy_agent__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1566);





/**
 * Sends each request directly or through a proxy, as the environment says for its address. The way is chosen at once:
 * agents that choose later find the request's head written already, without the proxy's form of the address.
 */
class EnvironmentProxyAgent extends node_http__WEBPACK_IMPORTED_MODULE_0__.Agent {
    #secure;
    #options;
    /** One for each proxy, so that connections are used again. */
    #ways = new Map();
    constructor(secure, options) {
        super(options);
        this.#secure = secure;
        this.#options = options;
        // Node compares it with the request's.
        if (secure)
            Object.assign(this, { protocol: 'https:', defaultPort: 443 });
    }
    addRequest(request, options) {
        const proxy = (0,_actions_http_client__WEBPACK_IMPORTED_MODULE_2__/* .getProxyUrl */ .s_)(`${this.#secure ? 'https' : 'http'}://${options.host}:${options.port ?? ''}`);
        const way = this.#ways.get(proxy) ?? this.#wayThrough(proxy);
        this.#ways.set(proxy, way);
        // Else the proxy agents find out from the call stack.
        way.addRequest(request, Object.assign(options, { secureEndpoint: this.#secure }));
    }
    destroy() {
        for (const way of this.#ways.values())
            way.destroy();
        super.destroy();
    }
    #wayThrough(proxy) {
        if (proxy === '')
            return this.#secure ? new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent(this.#options) : new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent(this.#options);
        return this.#secure ? new https_proxy_agent__WEBPACK_IMPORTED_MODULE_4__/* .HttpsProxyAgent */ .b(proxy, this.#options) : new http_proxy_agent__WEBPACK_IMPORTED_MODULE_3__/* .HttpProxyAgent */ .s(proxy, this.#options);
    }
}


/***/ })

};
