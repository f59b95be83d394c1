import { type ServiceOptions, startService } from '../http-service.js';
import { IdTokens, idTokenService } from './id-tokens.js';
import { stsService } from './sts-service.js';
import { type StsOptions, StsStore } from './sts-store.js';

export interface LocalSts {
  readonly url: string;
  readonly store: StsStore;
  readonly idTokens: IdTokens;
  /** What a runner gives to a job with the permission `id-token: write`. */
  runnerEnvironment(): Record<string, string>;
  stop(): Promise<void>;
}

export async function startSts(options: StsOptions, services: ServiceOptions): Promise<LocalSts> {
  const store = new StsStore(options);
  const claims = { sub: 'repo:octo/shop:ref:refs/heads/main', repository: 'octo/shop', ref: 'refs/heads/main' };
  const idTokens = new IdTokens(claims, options.now);
  const sts = await startService(stsService(store), services);
  const tokens = await startService(idTokenService(idTokens), services);
  return {
    url: sts.url,
    store,
    idTokens,
    runnerEnvironment: () => ({
      // The runner's address has a query string already: an audience is appended to it.
      ACTIONS_ID_TOKEN_REQUEST_URL: `${tokens.url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: idTokens.requestToken,
    }),
    stop: async () => {
      await Promise.all([sts.stop(), tokens.stop()]);
    },
  };
}
