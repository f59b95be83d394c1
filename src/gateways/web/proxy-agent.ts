import { type AgentOptions, type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getProxyUrl } from '@actions/http-client';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

/** What Node hands to an agent with each request. */
interface RequestOptions {
  readonly host?: string | null;
  readonly port?: number | string | null | undefined;
}

/** What every agent of Node has and its types leave out: Node calls it once for each request. */
type Way = HttpAgent & { addRequest(request: ClientRequest, options: RequestOptions): void };

/**
 * Sends each request directly or through a proxy, as the environment says for its address. The way is chosen at once:
 * agents that choose later find the request's head written already, without the proxy's form of the address.
 */
export class EnvironmentProxyAgent extends HttpAgent {
  readonly #secure: boolean;
  readonly #options: AgentOptions;
  /** One for each proxy, so that connections are used again. */
  readonly #ways = new Map<string, Way>();

  constructor(secure: boolean, options: AgentOptions) {
    super(options);
    this.#secure = secure;
    this.#options = options;
    // Node compares it with the request's.
    if (secure) Object.assign(this, { protocol: 'https:', defaultPort: 443 });
  }

  addRequest(request: ClientRequest, options: RequestOptions): void {
    const proxy = getProxyUrl(`${this.#secure ? 'https' : 'http'}://${options.host}:${options.port ?? ''}`);
    const way = this.#ways.get(proxy) ?? (this.#wayThrough(proxy) as Way);
    this.#ways.set(proxy, way);
    // Else the proxy agents find out from the call stack.
    way.addRequest(request, Object.assign(options, { secureEndpoint: this.#secure }));
  }

  override destroy(): void {
    for (const way of this.#ways.values()) way.destroy();
    super.destroy();
  }

  #wayThrough(proxy: string): HttpAgent {
    if (proxy === '') return this.#secure ? new HttpsAgent(this.#options) : new HttpAgent(this.#options);
    return this.#secure ? new HttpsProxyAgent(proxy, this.#options) : new HttpProxyAgent(proxy, this.#options);
  }
}
