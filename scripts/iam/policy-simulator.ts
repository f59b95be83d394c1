import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from './policy-documents.js';
import type { Call, Policies, PolicyDocument } from './policy-evaluator.js';

/** The library knows nothing of the paths in API Gateway's ARNs, and not its two actions for tags. */
export function isSimulated({ action }: Call): boolean {
  return !action.startsWith('apigateway:');
}

/** A key whose policy leaves the decision to IAM, as one made in the console has it. */
const DEFAULT_KEY_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Iam', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};

/** The library's data has neither `sub` nor `aud` of GitHub's tokens, and drops what it does not have: other names for them. */
function known<T>(asked: T): T {
  if (asked === undefined) return asked;
  const text = JSON.stringify(asked)
    .replaceAll('"token.actions.githubusercontent.com:sub"', '"cognito-identity.amazonaws.com:sub"')
    .replaceAll('"token.actions.githubusercontent.com:aud"', '"cognito-identity.amazonaws.com:aud"');
  return JSON.parse(text) as T;
}

/** What `@cloud-copilot/iam-simulate` says of the call. Throws where it refuses the question. */
export async function simulate(given: Call, policies: Policies, principal: string): Promise<boolean> {
  const call = known(given);
  const resource = call.action.startsWith('kms:') ? DEFAULT_KEY_POLICY : known(policies.resource);
  const named = (document: PolicyDocument, index: number) => ({ name: `policy-${index}`, policy: document });
  const simulation: Simulation = {
    request: {
      action: call.action,
      principal,
      resource: { resource: call.resource, accountId: ACCOUNT },
      contextVariables: Object.fromEntries(
        Object.entries(call.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
      ),
    },
    identityPolicies: policies.identity.map(named),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(policies.boundary === undefined ? {} : { permissionBoundaryPolicies: [named(policies.boundary, 0)] }),
    ...(resource === undefined ? {} : { resourcePolicy: resource }),
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType === 'error') {
    throw new Error(`${call.action} on ${call.resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === 'Allowed';
}
