import type { PackagesConfig } from '../config/config.js';
import type { RunContext } from '../operation/run/context.js';
import type { AwsConnection } from './aws/connect-aws.js';
import { packageFiles } from './files/package-files.js';
import { apiExports } from './lambda/api-exports.js';
import { lambdaFunctions } from './lambda/functions.js';
import { actionsSecrets } from './runner/secret-register.js';
import { artifactStore } from './s3/artifact-store.js';
import type { S3Connection } from './s3/connection.js';
import { siteClock } from './web/clock.js';
import { releaseProbe } from './web/release-probe.js';

export interface PackageConnections {
  readonly aws: AwsConnection;
  readonly s3: S3Connection;
}

/** Connects the back end lane. Nothing is asked before its first use. */
export function connectPackages(
  { workspace, signal }: RunContext,
  { bucket }: PackagesConfig,
  { aws: { client, prepare }, s3 }: PackageConnections,
) {
  return {
    sources: packageFiles(workspace),
    store: artifactStore(s3.bucket(bucket)),
    functions: lambdaFunctions(client, prepare),
    exports: apiExports(client, process.env, signal),
    probe: releaseProbe(signal, actionsSecrets.redact),
    clock: siteClock(signal),
  };
}
