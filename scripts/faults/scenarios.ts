import { pullRequest } from '../../local/github/pull-requests.js';
import { Rehearsal, type RehearsalOptions, SITE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';

export const SECRET = 'hunter2-hunter2-hunter2';
const ROLE = 'arn:aws:iam::123456789012:role/deploy';

/** Each creation is written down outside of the state: `folder/made`, a line `NAME ID` each. */
const WITNESSED = `
variable "pw" {
  type      = string
  sensitive = true
}
resource "terraform_data" "witnessed" {
  input = var.pw
  provisioner "local-exec" {
    command = "echo witnessed \${self.id} >> ../../made"
  }
}
`;

/** One way to use the action: what was there before, and the run into which a fault falls. */
export interface Scenario {
  readonly lanes: readonly string[];
  prepare(rehearsal: Rehearsal): Promise<void>;
  run(rehearsal: Rehearsal): Promise<ActionResult>;
  /** What is live when the run is through. */
  readonly live: 'first' | 'second' | 'any';
}

const environment = { TF_VAR_pw: SECRET };
const always = { 'apply-policy': 'always' };
const siteOnly = (rehearsal: Rehearsal) => ({
  'infra-directory': '',
  'backend-config': '',
  'site-bucket': SITE_BUCKET,
  'distribution-id': rehearsal.shop.distribution,
  'site-url': rehearsal.edge,
});
const second = shopSite({ headline: 'The second', script: 'document.title;\n' });

async function siteChanged(rehearsal: Rehearsal, files: Record<string, string> = {}): Promise<void> {
  await rehearsal.git.checkout('main');
  await rehearsal.git.git('rm', '-rq', 'site/dist');
  await rehearsal.git.write({ ...second, ...files });
  await rehearsal.git.commit('The second');
  await rehearsal.pushed();
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  plan: {
    lanes: ['site', 'state', 'github'],
    live: 'any',
    async prepare(rehearsal) {
      await rehearsal.change('feature', 'Larger', shopInfrastructure({ ...rehearsal.shop, size: 2 }));
      rehearsal.open('feature', 'Larger');
    },
    async run(rehearsal) {
      return await rehearsal.planned(pullRequest(rehearsal.github, 1), 'opened', { environment });
    },
  },
  'first deploy': {
    lanes: ['site', 'state', 'cloudfront', 'github'],
    live: 'first',
    prepare: async () => {},
    run: async (rehearsal) => await rehearsal.deployed({ environment, inputs: always }),
  },
  'second deploy': {
    lanes: ['site', 'state', 'cloudfront', 'github'],
    live: 'second',
    async prepare(rehearsal) {
      await rehearsal.deployed({ environment, inputs: always });
      await siteChanged(rehearsal, shopInfrastructure({ ...rehearsal.shop, size: 2 }));
    },
    run: async (rehearsal) => await rehearsal.deployed({ environment, inputs: always }),
  },
  'site only, with a role': {
    lanes: ['site', 'cloudfront', 'github', 'sts'],
    live: 'first',
    async prepare(rehearsal) {
      rehearsal.cloud.sts.store.addRole(ROLE, { subjects: ['repo:octo/shop:ref:refs/heads/main'] });
    },
    run: async (rehearsal) =>
      await rehearsal.deployed({
        inputs: { ...siteOnly(rehearsal), 'role-to-assume': ROLE, 'aws-region': 'us-east-1' },
        environment: {
          ...rehearsal.cloud.sts.runnerEnvironment(),
          AWS_ACCESS_KEY_ID: '',
          AWS_SECRET_ACCESS_KEY: '',
        },
      }),
  },
  prune: {
    lanes: ['site', 'cloudfront'],
    live: 'second',
    async prepare(rehearsal) {
      await rehearsal.deployed({ inputs: siteOnly(rehearsal) });
      await siteChanged(rehearsal);
    },
    run: async (rehearsal) =>
      await rehearsal.deployed({ inputs: { ...siteOnly(rehearsal), 'keep-unreferenced-days': '0' } }),
  },
  destroy: {
    lanes: ['state', 'github'],
    live: 'any',
    async prepare(rehearsal) {
      await rehearsal.deployed({ environment, inputs: { ...always, 'site-directory': '' } });
    },
    run: async (rehearsal) =>
      await rehearsal.dispatched(
        { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' },
        { environment, inputs: { 'site-directory': '' } },
      ),
  },
  drift: {
    lanes: ['state', 'github'],
    live: 'any',
    async prepare(rehearsal) {
      await rehearsal.deployed({ environment, inputs: { ...always, 'site-directory': '' } });
    },
    run: async (rehearsal) => await rehearsal.scheduled({ environment, inputs: { 'site-directory': '' } }),
  },
};

export async function startWorld(project: string): Promise<Rehearsal> {
  const options: RehearsalOptions = { project, shop: { terraform: WITNESSED }, site: { headline: 'The first' } };
  const rehearsal = await Rehearsal.start(options);
  rehearsal.cloud.s3.store.bucket(SITE_BUCKET).put('reports/2026.pdf', 'of another tool');
  return rehearsal;
}
