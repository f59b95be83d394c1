import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import { ActionError, asError } from '../../errors.js';
import type { ApiExports } from '../../ports/packages.js';
import { sdkHandler } from '../web/sdk-handler.js';
import { type SigningCredentials, signedHeaders } from '../web/signature.js';

const ANSWER_WITHIN_MS = 20_000;
const ATTEMPTS = 4;
const PAUSE_MS = 500;

/** A client that has found who asks and where, by the rules of the SDK. */
interface Identity {
  credentials(): Promise<SigningCredentials>;
  region(): Promise<string>;
}

/**
 * API Gateway, asked what a stage serves. One kind of request needs no client of 200 kB: who asks is found by a client that
 * is here already, the request is signed as S3's are.
 */
export function apiExports(
  config: LambdaClientConfig,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): ApiExports {
  let identity: Promise<Identity> | undefined;
  return {
    async exported(apiId, stage) {
      identity ??= import('@aws-sdk/client-lambda').then(async ({ LambdaClient }) => {
        return new LambdaClient({ ...config, ...(await sdkHandler(environment)) }).config;
      });
      const of = stage === undefined ? apiId : `the stage ${stage} of ${apiId}`;
      try {
        return await asked(await identity, apiId, stage);
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        throw new ActionError({
          what: `Could not ask API Gateway what ${of} serves`,
          found: asError(thrown).message,
          wayOut:
            'Look at the role: docs/iam.md names apigateway:GET on the API and everything below it. The infrastructure is applied',
          cause: thrown,
        });
      }
    },
  };

  async function asked(who: Identity, apiId: string, stage: string | undefined): Promise<unknown> {
    const region = await who.region();
    const endpoint = new URL(endpointOf(region, environment));
    const path = `${endpoint.pathname.replace(/\/$/, '')}/v2/apis/${apiId}/exports/OAS30`;
    const query = `outputType=JSON${stage === undefined ? '' : `&stageName=${encodeURIComponent(stage)}`}`;
    for (let attempt = 1; ; attempt++) {
      const headers = [['host', endpoint.host]] as const;
      const request = { method: 'GET', path, query, headers, bodySha256: hash('sha256', '', 'hex') };
      const scope = { region, service: 'apigateway' };
      // `fetch` writes the host itself.
      const { host: _, ...signed } = signedHeaders(request, await who.credentials(), scope);
      const reply = await answer(`${endpoint.origin}${path}?${query}`, signed);
      if (reply.status === 200) return JSON.parse(reply.text);
      const isPassing = reply.status === 0 || reply.status === 429 || reply.status >= 500;
      if (!isPassing || attempt === ATTEMPTS) throw new Error(`Status ${reply.status}: ${reply.text}`);
      await pause(PAUSE_MS * 2 ** attempt, undefined, { signal });
    }
  }

  /** Status 0: no answer came. */
  async function answer(url: string, headers: Readonly<Record<string, string>>) {
    try {
      const reply = await fetch(url, {
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      return { status: reply.status, text: await reply.text() };
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return { status: 0, text: asError(thrown).message };
    }
  }
}

function endpointOf(region: string, environment: Readonly<Record<string, string | undefined>>): string {
  const own = environment.AWS_ENDPOINT_URL_APIGATEWAYV2 || environment.AWS_ENDPOINT_URL;
  if (own !== undefined && own !== '') return own;
  return `https://apigateway.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
