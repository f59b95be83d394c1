import { arn, call, OWN_BUCKET } from './calls.js';
import { exampleRuns, kindCalls, PROMOTES, promotionCalls } from './example-runs.js';
import { ACCOUNT, type BootstrapPolicies, bootstrapPolicies, PROJECT, type RolePolicies } from './policy-documents.js';
import type { Call, Policies, PolicyDocument } from './policy-evaluator.js';
import { isWide, refusedToAll, refusedToDeploy, selfServingBucketPolicy } from './refused-calls.js';
import { assumption, tokens } from './tokens.js';
import { completeBootstrap } from './unused-statements.js';

/** One question to IAM, and the answer that it must give. */
export interface Evaluation {
  readonly topic: string;
  /** What is asked, for a reader: the role, and why where it must be refused. */
  readonly of: string;
  readonly call: Call;
  readonly policies: Policies;
  readonly allowed: boolean;
  readonly principal: string;
}

const STAGES = ['dev', 'prod'] as const;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

/** Every evaluation, each distinct question of a topic once. */
export function allEvaluations(): Evaluation[] {
  const guide = bootstrapPolicies();
  const all = [
    ...neededEvaluations(guide),
    ...exampleEvaluations(),
    ...refusedEvaluations(guide),
    ...foreignEvaluations(),
    ...promotionEvaluations(),
    ...nameEvaluations(),
    ...bucketPolicyEvaluations(guide),
    ...boundaryEvaluations(guide),
    ...tokenEvaluations(guide),
  ];
  return [...new Map(all.map((each) => [JSON.stringify([each.topic, each.of, each.call]), each])).values()];
}

export function neededEvaluations(guide: BootstrapPolicies): Evaluation[] {
  return STAGES.flatMap((stage) =>
    (['plan', 'deploy', 'destroy'] as const).flatMap((kind) => {
      const name = roleName(kind, stage);
      return kindCalls(kind, stage).map((each) => asked(`needed: ${kind}`, name, each, roleOf(guide, name), true));
    }),
  );
}

/** The calls of every example, with the roles that the guide makes for it. */
export function exampleEvaluations(): Evaluation[] {
  return exampleRuns().flatMap(({ example, variables, calls }) => {
    const policies = bootstrapPolicies(variables);
    return Object.entries(calls).flatMap(([name, needed]) =>
      needed.map((each) => asked(`example: ${example}`, name, each, roleOf(policies, name), true)),
    );
  });
}

/** What every role must be refused, what the deploy role must, and what each kind of role must of the others' rights. */
export function refusedEvaluations(guide: BootstrapPolicies): Evaluation[] {
  const needs = (kind: 'plan' | 'deploy' | 'destroy', stage: string) => kindCalls(kind, stage);
  const keyed = (calls: readonly Call[]) => new Set(calls.map((each) => `${each.action} ${each.resource}`));
  const not = (calls: readonly Call[], own: readonly Call[]) => {
    const has = keyed(own);
    return calls.filter((each) => !has.has(`${each.action} ${each.resource}`));
  };
  const refuse = (topic: string, name: string, why: string, calls: readonly Call[]) =>
    calls.map((each) => asked(topic, `${name} ${why}`, each, roleOf(guide, name), false));
  const reads = /^[a-z0-9]+:(Get|List|Describe)|:GET$/;
  const makes = /:(Create|Put|Update|Publish|Add|Tag|POST|PATCH|PUT)/;
  const writes = [...needs('deploy', 'dev'), ...needs('destroy', 'dev')].filter(({ action }) => !reads.test(action));
  const made = not(needs('deploy', 'dev'), needs('destroy', 'dev')).filter(({ action }) => makes.test(action));
  return [
    ...Object.keys(guide.roles).flatMap((name) =>
      refusedToAll().flatMap(({ why, calls }) => refuse('refused: every role', name, why, calls)),
    ),
    ...refusedToDeploy().flatMap(({ why, calls }) => refuse('refused: deploy', 'deploy-dev', why, calls)),
    ...refuse('refused: plan', 'plan', 'writes', writes),
    ...refuse('refused: destroy', 'destroy-dev', 'makes something', made),
    ...(['deploy', 'destroy'] as const).flatMap((kind) => {
      const others = [...needs('deploy', 'prod'), ...needs('destroy', 'prod')].filter((each) => !isWide(each));
      return refuse('refused: another stage', `${kind}-dev`, 'reaches prod', others);
    }),
  ];
}

/**
 * Every call that the roles need, with what tells whose it is changed: a bucket of another account, a distribution of
 * another stage or of nobody, a key that is not asked for by S3.
 */
export function foreignEvaluations(): Evaluation[] {
  const { policies, calls } = completeBootstrap();
  return Object.entries(calls).flatMap(([name, needed]) =>
    needed
      .flatMap((each) => elsewhere(each))
      .map((each) =>
        asked('refused: of others', `${name} reaches what is not its own`, each, roleOf(policies, name), false),
      ),
  );
}

function elsewhere(needed: Call): Call[] {
  const context = { ...needed.context };
  const changedBy = (changed: Call['context']) => [{ ...needed, context: { ...context, ...changed } }];
  if ('aws:ResourceAccount' in context) return changedBy({ 'aws:ResourceAccount': '999999999999' });
  if ('kms:ViaService' in context) {
    return [...changedBy({ 'kms:ViaService': `dynamodb.eu-central-1.amazonaws.com` }), { ...needed, context: {} }];
  }
  if (!('aws:ResourceTag/stage' in context) || isWide(needed)) return [];
  const { 'aws:ResourceTag/stage': stage, 'aws:ResourceTag/project': project, ...untagged } = context;
  const claims = 'aws:RequestTag/stage' in context;
  return [
    ...changedBy({ 'aws:ResourceTag/stage': `${stage}2` }),
    ...changedBy({ 'aws:ResourceTag/project': `${project}-2` }),
    // What has no tags may be claimed, by both of them.
    ...(claims ? [] : [{ ...needed, context: untagged }]),
  ];
}

/** A promotion reads the other stage's site, and that is all: in no other role, in no other direction, and nothing is written there. */
export function promotionEvaluations(): Evaluation[] {
  const policies = bootstrapPolicies(PROMOTES);
  const refuse = (name: string, calls: readonly Call[]) =>
    calls.map((each) => asked('refused: promotion', name, each, roleOf(policies, name), false));
  const others = kindCalls('deploy', 'dev').filter(
    (each) => !isWide(each) && !promotionCalls('dev').some(({ action, resource }) => isOfSame(each, action, resource)),
  );
  const site = (from: string) => promotionCalls(from).filter((each) => !isWide(each));
  return [
    ...refuse('deploy-prod', others),
    ...refuse('deploy-dev', site('prod')),
    ...refuse('destroy-prod', site('dev')),
    ...refuse(
      'deploy-prod',
      site('dev').flatMap((each) => elsewhere(each)),
    ),
  ];
}

function isOfSame(each: Call, action: string, resource: string): boolean {
  return each.action === action && each.resource.split('/')[0] === resource.split('/')[0];
}

/** Names that begin or end like those of another project or stage reach nothing of it. */
export function nameEvaluations(): Evaluation[] {
  const rename = (calls: readonly Call[], project: string) =>
    calls
      .filter((each) => !isWide(each))
      .map((each) => ({
        ...each,
        resource: each.resource.replaceAll(PROJECT, project),
        context: JSON.parse(JSON.stringify(each.context).replaceAll(PROJECT, project)) as Call['context'],
      }));
  const policies = bootstrapPolicies({ project: 'shop', stages: ['admin', 'every'] });
  const calls = [...kindCalls('plan', 'dev'), ...kindCalls('deploy', 'dev'), ...kindCalls('destroy', 'dev')];
  const others = [...rename(calls, 'shop-admin'), ...rename(calls, 'shop-every'), ...rename(calls, 'shop')];
  return Object.keys(policies.roles).flatMap((name) =>
    others.map((each) => asked('refused: names', `${name} of shop`, each, roleOf(policies, name), false)),
  );
}

/** Whatever a bucket's policy allows, no deploy and no plan loses what the bucket holds. */
export function bucketPolicyEvaluations(guide: BootstrapPolicies): Evaluation[] {
  const bucket = arn.bucket(`${PROJECT}-dev-site-${ACCOUNT}`);
  const calls = [
    call('s3:DeleteBucket', bucket, OWN_BUCKET),
    call('s3:DeleteObjectVersion', `${bucket}/FILE`, OWN_BUCKET),
  ];
  return ['deploy-dev', 'deploy-prod', 'plan'].flatMap((name) =>
    calls.map((each) => {
      const policies = { ...roleOf(guide, name), resource: selfServingBucketPolicy() };
      return asked('refused: bucket policy', name, each, policies, false);
    }),
  );
}

/** A function's role that allows itself everything gets what the boundary allows. */
export function boundaryEvaluations(guide: BootstrapPolicies): Evaluation[] {
  const everything: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const policies = { identity: [everything], boundary: guide.boundary };
  const log = arn.logGroup(`/aws/lambda/${PROJECT}-dev-api`);
  const ask = (each: Call, allowed: boolean) => asked('boundary', `${PROJECT}-dev-api`, each, policies, allowed);
  return [
    ask(call('logs:CreateLogStream', `${log}:log-stream:2026`), true),
    ask(call('logs:PutLogEvents', `${log}:log-stream:2026`), true),
    ask(call('logs:PutLogEvents', `${arn.logGroup('/aws/lambda/other')}:log-stream:2026`), false),
    ask(call('logs:CreateLogGroup', log), false),
    ask(call('iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/x`), false),
    ask(call('s3:GetObject', arn.object(`${PROJECT}-state-${ACCOUNT}`, 'dev/terraform.tfstate'), OWN_BUCKET), false),
    ask(call('sts:AssumeRole', arn.role('Admin')), false),
  ];
}

/** Each token against the trust of each role. */
export function tokenEvaluations(guide: BootstrapPolicies): Evaluation[] {
  return Object.entries(guide.roles).flatMap(([name, { trust }]) =>
    tokens().map((token) => ({
      ...asked('token', `${name}: ${token.job}`, assumption(token, name), { identity: [], resource: trust }, false),
      allowed: token.takes.includes(name),
      principal: PROVIDER,
    })),
  );
}

export function roleName(kind: string, stage: string): string {
  return kind === 'plan' ? 'plan' : `${kind}-${stage}`;
}

function roleOf({ roles }: { readonly roles: Readonly<Record<string, RolePolicies>> }, name: string): Policies {
  const role = roles[name];
  if (role === undefined) throw new Error(`The bootstrap makes no role ${name}`);
  return { identity: role.policies };
}

function asked(topic: string, of: string, question: Call, policies: Policies, allowed: boolean): Evaluation {
  const principal = `arn:aws:iam::${ACCOUNT}:role/${PROJECT}/${of.split(/[ :]/)[0]}`;
  return { topic, of, call: question, policies, allowed, principal };
}
