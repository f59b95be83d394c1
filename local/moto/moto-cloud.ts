import { apiDeployments } from './api-deployments.js';
import { bucketOwner } from './bucket-owner.js';
import { bucketPolicies } from './bucket-policies.js';
import { cloudFrontFunctions } from './cloudfront-functions.js';
import { distributionConfigs, invalidationStatus } from './distributions.js';
import { responseHeadersPolicies } from './headers-policies.js';
import { type Interruption, interruptions } from './interruptions.js';
import { findMotoServer, startMotoServer } from './moto-server.js';
import { policyVersions } from './policy-versions.js';
import { startProxy } from './proxy.js';
import { type RecordedRequest, recordedRequest } from './recorded-request.js';
import { stageDeployments } from './stage-deployments.js';

/** The only account of the emulator. */
export const MOTO_ACCOUNT = '123456789012';

export interface MotoCloud {
  /** Of the proxy: every AWS service in one place. */
  readonly url: string;
  /** What Terraform and the SDKs need to find it, all of it standard. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every request so far, in order, as `METHOD PATH`. */
  requests(): readonly string[];
  /** The next request that matches gets this reply in place of the emulator's, once: a fault to recover from. */
  interrupt(interruption: Interruption): void;
  /** Called with each request from now on, before it is answered. */
  onArrival(listener: () => void): void;
  /** Resolves when no request is under way. */
  settled(): Promise<void>;
  /** To the emulator: `SIGSTOP` freezes it until `SIGCONT`. */
  signal(signal: NodeJS.Signals): void;
  /** What the proxy answered in the emulator's place, by name and sorted. */
  answered(): string[];
  /** What the proxy corrected in the emulator's replies, by name and sorted. */
  mended(): string[];
  /** What was asked by runs whose access key says their role: `ROLE-STAGE`. */
  recorded(): readonly RecordedRequest[];
  stop(): Promise<void>;
}

/** Starts `moto_server` and the proxy before it. Throws when it is not installed. */
export async function startMotoCloud(): Promise<MotoCloud> {
  const program = await findMotoServer();
  if (program === undefined) throw new Error("moto_server is not on PATH: pip install 'moto[server]'");
  const server = await startMotoServer(program);
  const noted = { answered: new Set<string>(), mended: new Set<string>() };
  const deployments = apiDeployments();
  const requests: string[] = [];
  let arrived = () => {};
  const stages = stageDeployments(async (path) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/apigateway/aws4_request, Signature=0';
    const reply = await fetch(`${server.url}${path}`, { headers: { authorization } });
    return (await reply.json()) as Readonly<Record<string, unknown>>;
  });
  const faults = interruptions();
  const recorded: RecordedRequest[] = [];
  const proxy = await startProxy(
    server.url,
    [
      (request) => {
        arrived();
        const seen = recordedRequest(request);
        if (seen !== undefined) recorded.push(seen);
        return undefined;
      },
      faults.answer,
      bucketOwner(MOTO_ACCOUNT),
      bucketPolicies(),
      cloudFrontFunctions(MOTO_ACCOUNT),
      responseHeadersPolicies(),
      deployments.answer,
      stages.answer,
    ],
    [distributionConfigs(), invalidationStatus, policyVersions, deployments.mend],
    (kind, name) => noted[kind].add(name),
    async (request, reply) => {
      requests.push(`${request.method} ${request.path}`);
      await stages.after(request, reply);
    },
  );
  return {
    url: proxy.url,
    environment: {
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ENDPOINT_URL_S3: proxy.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    requests: () => requests,
    interrupt: faults.add,
    onArrival(listener) {
      arrived = listener;
    },
    settled: proxy.settled,
    signal: server.signal,
    answered: () => [...noted.answered].sort(),
    mended: () => [...noted.mended].sort(),
    recorded: () => recorded,
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}
