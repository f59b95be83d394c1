export const id = 994;
export const ids = [994];
export const modules = {

/***/ 3994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EnvironmentProxyAgent: () => (/* binding */ EnvironmentProxyAgent)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4942);
/* harmony import */ var agent_base__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(319);
/* harmony import */ var http_proxy_agent__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8947);
/* harmony import */ var https_proxy_agent__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1566);






/** Sends each request directly or through a proxy, as the environment says for its address. */
class EnvironmentProxyAgent extends agent_base__WEBPACK_IMPORTED_MODULE_3__/* .Agent */ .g6 {
    #options;
    /** One for each way, so that connections are used again. */
    #ways = new Map();
    constructor(options) {
        super(options);
        this.#options = options;
    }
    connect(_request, { secureEndpoint, host, port }) {
        const proxy = (0,_actions_http_client__WEBPACK_IMPORTED_MODULE_2__/* .getProxyUrl */ .s_)(`${secureEndpoint ? 'https' : 'http'}://${host}:${port}`);
        const name = `${secureEndpoint} ${proxy}`;
        const way = this.#ways.get(name) ?? this.#wayThrough(proxy, secureEndpoint);
        this.#ways.set(name, way);
        return way;
    }
    #wayThrough(proxy, secure) {
        if (proxy === '')
            return secure ? new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent(this.#options) : new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent(this.#options);
        return secure ? new https_proxy_agent__WEBPACK_IMPORTED_MODULE_5__/* .HttpsProxyAgent */ .b(proxy, this.#options) : new http_proxy_agent__WEBPACK_IMPORTED_MODULE_4__/* .HttpProxyAgent */ .s(proxy, this.#options);
    }
}


/***/ })

};
