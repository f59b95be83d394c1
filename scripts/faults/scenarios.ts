import { pullRequest } from '../../local/github/pull-requests.js';
import { Rehearsal, type RunRequest, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import type { RunningAction } from '../../local/runner.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';
import { replacedResources } from './made.js';

export const SECRET = 'hunter2-hunter2-hunter2';
const ROLE = 'arn:aws:iam::123456789012:role/deploy';

/**
 * Each creation is written down outside of the state: `folder/made`, a line `NAME ID` each. Where `folder/slow` is, it
 * takes as many seconds as are written there; where `folder/fail` is, the resource behind it fails.
 */
const WITNESSED = `
variable "pw" {
  type      = string
  sensitive = true
}
resource "terraform_data" "witnessed" {
  input = var.pw
  provisioner "local-exec" {
    command = "echo witnessed \${self.id} >> ../../made; test ! -e ../../slow || sleep $(cat ../../slow)"
  }
}
resource "terraform_data" "fragile" {
  input = terraform_data.witnessed.id
  provisioner "local-exec" {
    command = "test ! -e ../../fail"
  }
}
`;

/** One way to use the action: what was there before, and the run into which a fault falls. */
export interface Scenario {
  readonly lanes: readonly string[];
  prepare(rehearsal: Rehearsal): Promise<void>;
  start(rehearsal: Rehearsal, request: RunRequest): Promise<RunningAction>;
  /** The headline that is live when the run is through. */
  readonly live: string | undefined;
}

const environment = { TF_VAR_pw: SECRET };
/** Inputs of a run that asks nobody. */
export const always = { 'apply-policy': 'always', 'lock-timeout': '0s' };
const alone = { ...always, 'site-directory': '' };
export const FIRST = 'The first';
export const SECOND = 'The second';

/** What a use asks for, over which a round may set something of its own. */
function with_(request: RunRequest, { inputs, environment: own }: RunRequest): RunRequest {
  return {
    ...request,
    inputs: { ...inputs, ...request.inputs },
    environment: { ...environment, ...own, ...request.environment },
  };
}

const siteOnly = (rehearsal: Rehearsal) => ({
  'infra-directory': '',
  'backend-config': '',
  'site-bucket': SITE_BUCKET,
  'distribution-id': rehearsal.shop.distribution,
  'site-url': rehearsal.edge,
});
const second = shopSite({ headline: SECOND, script: 'document.title;\n' });

export async function through(running: Promise<RunningAction>): Promise<void> {
  const { exitCode, log } = await (await running).finished;
  if (exitCode !== 0) throw new Error(`The run before the fault failed:\n${log}`);
}

export async function siteChanged(rehearsal: Rehearsal, files: Record<string, string> = {}): Promise<void> {
  await rehearsal.git.checkout('main');
  await rehearsal.git.git('rm', '-rq', 'site/dist');
  await rehearsal.git.write({ ...second, ...files });
  await rehearsal.git.commit(SECOND);
  await rehearsal.pushed();
}

export const deploying = async (rehearsal: Rehearsal, request: RunRequest, inputs: Readonly<Record<string, string>>) =>
  await rehearsal.deploying(with_(request, { inputs }));

/** The same, where the run signs in itself. */
export function signingIn(scenario: Scenario): Scenario {
  const request = (rehearsal: Rehearsal, own: RunRequest) =>
    with_(own, {
      inputs: { 'role-to-assume': ROLE, 'aws-region': 'us-east-1' },
      environment: {
        ...rehearsal.cloud.sts.runnerEnvironment(),
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
      },
    });
  return {
    ...scenario,
    async prepare(rehearsal) {
      rehearsal.cloud.sts.store.addRole(ROLE, { subjects: ['repo:octo/shop:ref:refs/heads/main'] });
      await scenario.prepare(rehearsal);
    },
    start: async (rehearsal, own) => await scenario.start(rehearsal, request(rehearsal, own)),
  };
}

const PLAN: Scenario = {
  lanes: ['site', 'state', 'github', 'terraform'],
  live: undefined,
  async prepare(rehearsal) {
    await rehearsal.change('feature', 'Larger', shopInfrastructure({ ...rehearsal.shop, size: 2 }));
    rehearsal.open('feature', 'Larger');
  },
  start: async (rehearsal, request) =>
    await rehearsal.planning(
      pullRequest(rehearsal.github, 1),
      'opened',
      with_(request, { inputs: { 'lock-timeout': '0s' } }),
    ),
};
export const FIRST_DEPLOY: Scenario = {
  lanes: ['site', 'state', 'cloudfront', 'github', 'terraform'],
  live: FIRST,
  prepare: async () => {},
  start: async (rehearsal, request) => await deploying(rehearsal, request, always),
};
const SITE_ONLY: Scenario = {
  lanes: ['site', 'cloudfront', 'github'],
  live: FIRST,
  prepare: async () => {},
  start: async (rehearsal, request) => await deploying(rehearsal, request, siteOnly(rehearsal)),
};
export const DESTROY: Scenario = {
  lanes: ['state', 'github', 'terraform'],
  live: undefined,
  prepare: async (rehearsal) => await through(deploying(rehearsal, {}, alone)),
  async start(rehearsal, request) {
    const asked = { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' };
    return await rehearsal.dispatching(asked, with_(request, { inputs: alone }));
  },
};
const DRIFT: Scenario = {
  lanes: ['state', 'github', 'terraform'],
  live: undefined,
  prepare: async (rehearsal) => await through(deploying(rehearsal, {}, alone)),
  start: async (rehearsal, request) => await rehearsal.scheduling(with_(request, { inputs: alone })),
};
/** Both releases are there, and the newer is live. */
const releases = new WeakMap<Rehearsal, string>();

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  plan: PLAN,
  'first deploy': FIRST_DEPLOY,
  'second deploy': {
    lanes: ['site', 'state', 'cloudfront', 'github', 'terraform'],
    live: SECOND,
    async prepare(rehearsal) {
      await rehearsal.change('main', 'What is replaced later', replacedResources('v1'));
      await through(deploying(rehearsal, {}, always));
      await siteChanged(rehearsal, {
        ...shopInfrastructure({ ...rehearsal.shop, size: 2 }),
        ...replacedResources('v2'),
      });
    },
    start: async (rehearsal, request) => await deploying(rehearsal, request, always),
  },
  'site only': SITE_ONLY,
  prune: {
    lanes: ['site', 'cloudfront'],
    live: SECOND,
    async prepare(rehearsal) {
      await through(deploying(rehearsal, {}, siteOnly(rehearsal)));
      await siteChanged(rehearsal);
    },
    start: async (rehearsal, request) =>
      await deploying(rehearsal, request, { ...siteOnly(rehearsal), 'keep-unreferenced-days': '0' }),
  },
  rollback: {
    lanes: ['site', 'cloudfront', 'github'],
    live: FIRST,
    async prepare(rehearsal) {
      const first = await (await deploying(rehearsal, {}, siteOnly(rehearsal))).finished;
      releases.set(rehearsal, first.outputs.release ?? '');
      await siteChanged(rehearsal);
      await through(deploying(rehearsal, {}, siteOnly(rehearsal)));
    },
    async start(rehearsal, request) {
      const asked = { operation: 'rollback-site', release: releases.get(rehearsal) ?? '' };
      return await rehearsal.dispatching(asked, with_(request, { inputs: siteOnly(rehearsal) }));
    },
  },
  destroy: DESTROY,
  drift: DRIFT,
  'plan, with a role': { ...signingIn(PLAN), lanes: ['sts'] },
  'first deploy, with a role': { ...signingIn(FIRST_DEPLOY), lanes: ['sts', 'state', 'site'] },
  'site only, with a role': { ...signingIn(SITE_ONLY), lanes: ['sts', 'site', 'cloudfront'] },
  'destroy, with a role': { ...signingIn(DESTROY), lanes: ['sts', 'state'] },
  'drift, with a role': { ...signingIn(DRIFT), lanes: ['sts'] },
};

export async function startRehearsal(project: string): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.start({
    project,
    shop: { terraform: WITNESSED },
    site: { headline: FIRST },
  });
  const { store } = rehearsal.cloud.s3;
  // Every state that was ever saved is kept, so that it can be asked what none of them knows.
  store.bucket(STATE_BUCKET).versioning = 'Enabled';
  const bucket = store.bucket(SITE_BUCKET);
  // Else each release warns that it cannot be rolled back to.
  bucket.versioning = 'Enabled';
  bucket.put('reports/2026.pdf', 'of another tool');
  return rehearsal;
}
