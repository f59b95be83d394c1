import type { LambdaClient, LambdaClientConfig } from '@aws-sdk/client-lambda';
import { ActionError, asError } from '../../errors.js';
import type { Functions, FunctionVersions } from '../../ports/packages.js';
import { sdkHandler } from '../web/sdk-handler.js';

/** Lambda, asked what its functions run, and told which versions may go. */
export function lambdaFunctions(
  config: LambdaClientConfig,
  prepare: (client: LambdaClient) => LambdaClient = (made) => made,
): Functions & { readonly versions: FunctionVersions } {
  let connected: Promise<LambdaClient> | undefined;
  const loaded = async () => {
    const lambda = await import('@aws-sdk/client-lambda');
    connected ??= sdkHandler(process.env).then((handler) =>
      prepare(new lambda.LambdaClient({ ...config, ...handler })),
    );
    return { lambda, client: await connected };
  };
  return {
    versions: {
      async list(functionName) {
        const { lambda, client } = await loaded();
        const found: number[] = [];
        for await (const page of lambda.paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
          found.push(...(page.Versions ?? []).map(({ Version }) => Number(Version)).filter(isVersion));
        }
        return found;
      },
      async remove(functionName, version) {
        // Without a qualifier this call deletes the function.
        if (!isVersion(version)) throw new TypeError(`${version} is no version`);
        const { lambda, client } = await loaded();
        try {
          await client.send(
            new lambda.DeleteFunctionCommand({ FunctionName: functionName, Qualifier: String(version) }),
          );
          return 'removed';
        } catch (thrown) {
          if (asError(thrown).name === 'ResourceConflictException') return 'in-use';
          throw thrown;
        }
      },
    },
    async codeSha256(functionName, qualifier) {
      const { lambda, client } = await loaded();
      const request = { FunctionName: functionName, Qualifier: qualifier };
      try {
        const { CodeSha256 } = await client.send(new lambda.GetFunctionConfigurationCommand(request));
        return CodeSha256 ?? '';
      } catch (thrown) {
        const error = asError(thrown);
        const of = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
        throw new ActionError({
          what: `Could not ask Lambda what ${of} runs`,
          found: `${error.name} ${error.message}`,
          expected: 'its configuration',
          wayOut: 'Look at the role: docs/iam.md names lambda:GetFunctionConfiguration. The infrastructure is applied',
          cause: thrown,
        });
      }
    },
  };
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version > 0;
}
