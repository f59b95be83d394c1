exports.fetch = (...given) => require('./undici-whole.cjs').fetch(...given);
exports.setGlobalDispatcher = (...given) => require('./undici-whole.cjs').setGlobalDispatcher(...given);
exports.ProxyAgent = function (...given) {
  return new (require('./undici-whole.cjs').ProxyAgent)(...given);
};
exports.EnvHttpProxyAgent = function (...given) {
  return new (require('./undici-whole.cjs').EnvHttpProxyAgent)(...given);
};
