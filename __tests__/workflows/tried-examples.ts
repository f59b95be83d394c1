import { readFileSync } from 'node:fs';

/** What a stack with an API declares, with Terraform's built-in provider in place of a function. */
export const API = `
variable "lambda_packages" {
  type    = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string }))
  default = {}
}

variable "api" {
  type    = object({ runtime = string, handler = string })
  default = null
}

variable "permissions_boundary" {
  type    = string
  default = null
}

resource "terraform_data" "function" {
  for_each = var.lambda_packages
  input    = merge(each.value, { runtime = try(var.api.runtime, "nodejs22.x") })
}
`;
export const ARTIFACT_BUCKET = 'shop-artifacts';
export const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
/** The variables of a repository whose account was set up by bootstrap/, whose roles they name. */
export const ROLES = {
  AWS_REGION: 'us-east-1',
  PLAN_ROLE: role('plan'),
  DEPLOY_ROLE_DEV: role('deploy-dev'),
  DEPLOY_ROLE_PROD: role('deploy-prod'),
  DESTROY_ROLE_DEV: role('destroy-dev'),
  DESTROY_ROLE_PROD: role('destroy-prod'),
  PERMISSIONS_BOUNDARY: 'arn:aws:iam::123456789012:policy/boundary',
};
interface Example {
  readonly name: string;
  readonly text: string;
  /** The jobs that call the action, for each event. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  /** Where the site is served, under the edge's address. */
  readonly path?: string;
  /** Whether it deploys a front end; default yes. */
  readonly site?: boolean;
  /** Where the example deploys to; default us-east-1. */
  readonly region?: string;
}

const example = (file: string) => ({
  name: `examples/${file}.yml`,
  text: readFileSync(`examples/${file}.yml`, 'utf8'),
});
const firstScreen = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

export const EXAMPLES: readonly Example[] = [
  {
    name: 'the first screen of the README',
    text: firstScreen,
    jobs: { push: ['deploy: deploy'], pull_request: ['deploy: plan'] },
  },
  { ...example('action-alone'), jobs: { push: ['deploy'], pull_request: ['deploy'] } },
  { ...example('opentofu'), jobs: { push: ['deploy'], pull_request: ['deploy'] } },
  {
    ...example('reusable-workflow'),
    jobs: {
      push: ['pipeline: deploy'],
      pull_request: ['pipeline: plan'],
      merge_group: ['pipeline: plan'],
      'workflow_dispatch plan': ['pipeline: plan'],
      'workflow_dispatch deploy': ['pipeline: deploy'],
      schedule: ['pipeline: drift'],
      'workflow_dispatch drift': ['pipeline: drift'],
      'workflow_dispatch destroy': ['pipeline: destroy'],
    },
  },
  {
    ...example('stages-with-promotion'),
    jobs: { push: ['deploy-dev', 'plan-prod', 'deploy-prod'], pull_request: ['plan dev', 'plan prod'] },
  },
  {
    ...example('monorepo'),
    jobs: {
      push: ['stack network ', 'stack orders ', 'stack shop apps/shop/dist'],
      pull_request: ['stack network ', 'stack orders ', 'stack shop apps/shop/dist'],
    },
  },
  { ...example('existing-stack'), jobs: { push: ['deploy: deploy'], pull_request: ['deploy: plan'] } },
  {
    ...example('site-only'),
    jobs: {
      push: ['site'],
      pull_request: ['site'],
      'workflow_dispatch check': ['site'],
      'workflow_dispatch deploy': ['site'],
      'workflow_dispatch rollback': ['site'],
    },
  },
  { ...example('api-only'), jobs: { push: ['api'], pull_request: ['api'] }, site: false },
  { ...example('existing-bucket'), jobs: { push: ['site'] }, path: '/docs' },
];
