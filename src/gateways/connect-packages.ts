import type { PackagesConfig } from '../config/config.js';
import type { RunContext } from '../operation/run/context.js';
import type { AwsConnection } from './aws/connect-aws.js';
import { packageFiles } from './files/package-files.js';
import { apiExports } from './lambda/api-exports.js';
import { lambdaFunctions } from './lambda/functions.js';
import { actionsSecrets } from './runner/secret-register.js';
import { hasOwnEndpoint } from './s3/access.js';
import { artifactStore } from './s3/artifact-store.js';
import { siteClock } from './web/clock.js';
import { releaseProbe } from './web/release-probe.js';

/** Connects the back end lane. Nothing is asked before its first use. */
export function connectPackages(
  { workspace, signal }: RunContext,
  { bucket }: PackagesConfig,
  { client, owner, prepare }: AwsConnection,
) {
  const s3 = { ...client, forcePathStyle: hasOwnEndpoint(process.env) };
  return {
    sources: packageFiles(workspace),
    store: artifactStore({ bucket, client: s3, owner, prepare }),
    functions: lambdaFunctions(client, prepare),
    exports: apiExports(client, process.env, signal),
    probe: releaseProbe(signal, actionsSecrets.redact),
    clock: siteClock(signal),
  };
}
