import { arn, call, inBucket } from './calls.js';
import { ACCOUNT, PROJECT } from './policy-documents.js';
import type { Call } from './policy-evaluator.js';
import { recordedCalls } from './recorded-calls.js';
import { existingSiteCalls, planCalls, unrecordedDeployCalls, unrecordedDestroyCalls } from './unrecorded-calls.js';

/** The calls that an example makes, by the role that makes them, and the variables that the guide gives its roles. */
export interface ExampleRun {
  readonly example: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly calls: Readonly<Record<string, readonly Call[]>>;
}

export const KEY = arn.key('11111111-2222-3333-4444-555555555555');
const SITE = { bucket: 'existing-site', distributions: ['E2QWRUHAPOMQZL'], kms_key_arn: KEY };
export const PROMOTES = { promotes: { prod: 'dev' } };

/** Every example, each with the roles that docs/aws-setup.md makes for it. */
export function exampleRuns(): ExampleRun[] {
  const stack = (example: string, stages: readonly string[], { destroys = false, states = ['terraform'] } = {}) => ({
    example,
    variables: {},
    calls: Object.fromEntries(
      stages.flatMap((stage) => [
        [`plan`, stages.flatMap((each) => inStates(kindCalls('plan', each), states))],
        [`deploy-${stage}`, inStates(kindCalls('deploy', stage), states)],
        ...(destroys ? [[`destroy-${stage}`, inStates(kindCalls('destroy', stage), states)]] : []),
      ]),
    ) as Record<string, Call[]>,
  });
  const site = (example: string, stage: string) => ({
    example,
    variables: { stack: false, stages: [stage], existing_sites: { [stage]: SITE } },
    calls: { plan: siteCalls('plan'), [`deploy-${stage}`]: siteCalls('deploy') },
  });
  return [
    stack('action-alone.yml', ['dev']),
    stack('api-only.yml', ['dev']),
    stack('monorepo.yml', ['dev'], { states: ['network', 'shop'] }),
    stack('opentofu.yml', ['dev']),
    stack('reusable-workflow.yml', ['dev'], { destroys: true }),
    stack('stages-with-promotion.yml', ['dev', 'prod']),
    { ...stack('stages-with-promotion.yml', []), variables: PROMOTES, calls: { 'deploy-prod': promotionCalls('dev') } },
    site('site-only.yml', 'prod'),
    site('existing-bucket.yml', 'dev'),
    everythingExisting(),
  ];
}

/** What a promotion reads of the stage that it takes from. */
export function promotionCalls(from: string): Call[] {
  const bucket = `${PROJECT}-${from}-site-${ACCOUNT}`;
  return [
    inBucket('ListBucket', arn.bucket(bucket)),
    ...['GetObject', 'GetObjectVersion'].map((action) => inBucket(action, arn.object(bucket, 'FILE'))),
    inBucket('GetObject', arn.object(`${PROJECT}-artifacts-${ACCOUNT}`, 'api/DIGEST.zip')),
  ];
}

/** States, packages and a site in buckets that were there before, each encrypted with a key. */
export function everythingExisting(): ExampleRun {
  const renamed = (calls: readonly Call[]) =>
    calls.map((each) => ({
      ...each,
      resource: each.resource
        .replace(`:::${PROJECT}-state-${ACCOUNT}/`, ':::old-states/shop/')
        .replace(`:::${PROJECT}-state-${ACCOUNT}`, ':::old-states')
        .replace(`:::${PROJECT}-artifacts-${ACCOUNT}`, ':::old-artifacts'),
    }));
  const keys = (...actions: readonly string[]) =>
    actions.map((action) => call(action, KEY, { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }));
  return {
    example: 'existing-stack.yml',
    variables: {
      existing_state_bucket: { name: 'old-states', prefix: 'shop/', kms_key_arn: KEY },
      existing_artifact_bucket: { name: 'old-artifacts', kms_key_arn: KEY },
      existing_sites: { dev: SITE },
    },
    calls: {
      plan: [...renamed(kindCalls('plan', 'dev')), ...siteCalls('plan'), ...keys('kms:Decrypt')],
      'deploy-dev': [...renamed(kindCalls('deploy', 'dev')), ...siteCalls('deploy')],
      'destroy-dev': [...renamed(kindCalls('destroy', 'dev')), ...keys('kms:Decrypt', 'kms:GenerateDataKey')],
    },
  };
}

/** Everything that a kind of role needs for the stack of a stage, recorded or not. */
export function kindCalls(kind: 'plan' | 'deploy' | 'destroy', stage: string): Call[] {
  const unrecorded = { plan: planCalls, deploy: unrecordedDeployCalls, destroy: unrecordedDestroyCalls }[kind];
  return [...recordedCalls(kind, stage), ...unrecorded(stage)];
}

function inStates(calls: readonly Call[], states: readonly string[]): Call[] {
  return states.flatMap((state) =>
    calls.map((each) => ({ ...each, resource: each.resource.replace('/terraform.tfstate', `/${state}.tfstate`) })),
  );
}

/** What the site's lane was seen to ask of a stage's bucket, of the existing one; and what adopting it needs. */
function siteCalls(kind: 'plan' | 'deploy'): Call[] {
  const own = arn.bucket(`${PROJECT}-dev-site-${ACCOUNT}`);
  const seen = recordedCalls(kind, 'dev')
    .filter(
      ({ action, resource }) => resource.startsWith(`${own}/`) || (resource === own && action === 's3:ListBucket'),
    )
    .map((each) => ({ ...each, resource: each.resource.replace(own, arn.bucket(SITE.bucket)) }));
  return [...seen, ...existingSiteCalls(kind, SITE.bucket, SITE.distributions[0] ?? '', KEY)];
}
