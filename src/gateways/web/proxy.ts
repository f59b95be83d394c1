import type { EnvironmentProxyAgent } from './proxy-agent.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment names a proxy. Which requests go through it is decided for each, by `NO_PROXY` too. */
export function namesProxy(environment: Environment): boolean {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].some(
    (name) => (environment[name] || environment[name.toLowerCase()] || '') !== '',
  );
}

/** What a client of the SDK is given so that its requests go through the proxy; the SDK knows no proxies of its own. */
export interface ProxiedClient {
  readonly requestHandler?: { readonly httpAgent: EnvironmentProxyAgent; readonly httpsAgent: EnvironmentProxyAgent };
}

/** Sockets at most; a site is uploaded over many. */
const SOCKETS = 100;

/** Empty where no proxy is named, and then nothing is loaded. */
export async function proxiedClient(environment: Environment): Promise<ProxiedClient> {
  if (!namesProxy(environment)) return {};
  const { EnvironmentProxyAgent: ProxyAgent } = await import('./proxy-agent.js');
  const options = { keepAlive: true, maxSockets: SOCKETS };
  return { requestHandler: { httpAgent: new ProxyAgent(false, options), httpsAgent: new ProxyAgent(true, options) } };
}
