import type { Agent } from 'node:http';
import { namesProxy } from './proxy.js';

/** What every client of the SDK is given: by default it waits without an end, and knows no proxies. */
export interface SdkHandler {
  readonly requestHandler: {
    /** Milliseconds. */
    readonly connectionTimeout: number;
    readonly socketTimeout: number;
    readonly httpAgent: Agent | AgentSettings;
    readonly httpsAgent: Agent | AgentSettings;
  };
}

type AgentSettings = { readonly keepAlive: true; readonly maxSockets: number };

export interface TimeLimits {
  /** Milliseconds until a connection stands. */
  readonly connect?: number;
  /** Milliseconds in which nothing arrives and nothing is sent. */
  readonly silence?: number;
}

/** Sockets at most; a site is uploaded over many. */
const SOCKETS = 100;
/** A connection waits for a free socket too. */
const CONNECT_MS = 10_000;
/** S3 may take some seconds for a batch of a thousand deletions. */
const SILENCE_MS = 60_000;

/** Where no proxy is named, nothing is loaded. A request that runs out of time is tried again, as the client's rule says. */
export async function sdkHandler(
  environment: Readonly<Record<string, string | undefined>>,
  { connect = CONNECT_MS, silence = SILENCE_MS }: TimeLimits = {},
): Promise<SdkHandler> {
  const limits = { connectionTimeout: connect, socketTimeout: silence };
  const options = { keepAlive: true, maxSockets: SOCKETS } as const;
  if (!namesProxy(environment)) return { requestHandler: { ...limits, httpAgent: options, httpsAgent: options } };
  const { EnvironmentProxyAgent: ProxyAgent } = await import('./proxy-agent.js');
  return {
    requestHandler: { ...limits, httpAgent: new ProxyAgent(false, options), httpsAgent: new ProxyAgent(true, options) },
  };
}
