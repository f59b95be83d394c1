import { namesProxy } from './proxy.js';

/**
 * Sends what `fetch` sends (the identity token, the look at the deployed site) through the proxy that the environment
 * names, as all other requests: Node's own `fetch` honours the variables only where a flag says so.
 */
export async function useProxyForFetch(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  if (!namesProxy(environment)) return;
  const { EnvHttpProxyAgent, setGlobalDispatcher } = await import('undici');
  const { NO_PROXY = environment.no_proxy ?? '' } = environment;
  // What is on this machine is never behind a proxy.
  setGlobalDispatcher(new EnvHttpProxyAgent({ noProxy: `${NO_PROXY},localhost,127.0.0.1,::1` }));
}
