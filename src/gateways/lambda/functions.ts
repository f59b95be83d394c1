import type { LambdaClient, LambdaClientConfig } from '@aws-sdk/client-lambda';
import { ActionError, asError } from '../../errors.js';
import type { Functions } from '../../ports/packages.js';
import { proxiedClient } from '../web/proxy.js';

/** Lambda, asked what its functions run. */
export function lambdaFunctions(
  config: LambdaClientConfig,
  prepare: (client: LambdaClient) => LambdaClient = (made) => made,
): Functions {
  let connected: Promise<LambdaClient> | undefined;
  return {
    async codeSha256(functionName, qualifier) {
      const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
      connected ??= proxiedClient(process.env).then((proxied) => prepare(new LambdaClient({ ...config, ...proxied })));
      const client = await connected;
      const request = { FunctionName: functionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
      try {
        const { CodeSha256 } = await client.send(new GetFunctionConfigurationCommand(request));
        return CodeSha256 ?? '';
      } catch (thrown) {
        const error = asError(thrown);
        throw new ActionError({
          what: `Could not ask Lambda what ${functionName}${qualifier === undefined ? '' : `:${qualifier}`} runs`,
          found: `${error.name} ${error.message}`,
          expected: 'its configuration',
          wayOut: 'Look at the role: docs/iam.md names lambda:GetFunctionConfiguration. The infrastructure is applied',
          cause: thrown,
        });
      }
    },
  };
}
