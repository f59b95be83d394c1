import { DISTRIBUTION, Rehearsal, type RunRequest, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { readActionDefinition } from '../../scripts/generate/action-definition.js';
import { bootstrapTrust } from '../workflows/bootstrap-trust.js';
import type { Contexts } from '../workflows/expression.js';
import { type ActionCall, simulate } from '../workflows/simulate.js';
import { ARTIFACT_BUCKET, ROLES } from '../workflows/tried-examples.js';

const DEFAULTS = Object.fromEntries(
  Object.entries(readActionDefinition().inputs)
    .filter(([name]) => name !== 'github-token')
    .map(([name, input]) => [name, input.default]),
);
/** Added to the lines of a workflow: that the emulator has an address, and no host name for each bucket. */
const EMULATOR = ['use_path_style=true', 'skip_credentials_validation=true', 'skip_requesting_account_id=true'];

export const page = (words: string) => `<!doctype html><html lang="en"><title>${words}</title><h1>${words}</h1></html>`;

/** The repository of somebody who has an account that was set up by the guide, and runs a workflow as it stands. */
export class NewUser {
  vars: Record<string, string>;

  private constructor(readonly shop: Rehearsal) {
    const site = { SITE_BUCKET, DISTRIBUTION_ID: DISTRIBUTION, SITE_URL: shop.edge };
    this.vars = { ...ROLES, STATE_BUCKET, ARTIFACT_BUCKET, ...site };
  }

  /** A repository that holds these files and nothing else, on a cloud with the buckets and the roles of the set-up. */
  static async with(files: Record<string, string | Buffer>): Promise<NewUser> {
    const shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
    shop.cloud.s3.store.createBucket(ARTIFACT_BUCKET);
    for (const [arn, subjects] of bootstrapTrust(`repo:${shop.github.fullName}`))
      shop.cloud.sts.store.addRole(arn, { subjects });
    await shop.change('start', 'My repository', { infra: null, site: null, '.gitignore': '.terraform/\n', ...files });
    await shop.merge(shop.open('start', 'My repository'));
    return new NewUser(shop);
  }

  /** What this event starts; the workflow calls the action once. @param start runs the action */
  async on(
    workflow: string,
    event: string,
    typed: Record<string, string>,
    start: (request: RunRequest) => Promise<ActionResult>,
  ): Promise<ActionResult> {
    const { shop } = this;
    const change = { number: 1, head: { repo: { id: shop.github.id } }, user: { login: 'alice' } };
    const repository = { id: shop.github.id, name: 'shop', default_branch: 'main' };
    const payload = { repository, ...(event === 'pull_request' ? { pull_request: change } : {}) };
    const github = { event_name: event, ref: 'refs/heads/main', ref_name: 'main', actor: 'alice', workflow: 'Mine' };
    const known: Contexts = {
      github: { ...github, repository: shop.github.fullName, run_id: '1', event: payload },
      inputs: typed,
      vars: this.vars,
    };
    const results: ActionResult[] = [];
    await simulate(workflow, known, async ({ inputs, permissions, environment }: ActionCall) => {
      const where = environment !== '' ? `environment:${environment}` : '';
      const subject = where || (event === 'pull_request' ? 'pull_request' : 'ref:refs/heads/main');
      shop.cloud.sts.idTokens.claims = { sub: `repo:${shop.github.fullName}:${subject}` };
      const backend = inputs['backend-config'];
      const result = await start({
        inputs: {
          ...DEFAULTS,
          ...inputs,
          ...(backend ? { 'backend-config': [backend, ...EMULATOR].join('\n') } : {}),
        },
        token: shop.cloud.github.token('github-actions', permissions),
        environment: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', ...shop.cloud.sts.runnerEnvironment() },
      });
      if (result.exitCode !== 0) throw new Error(result.log);
      results.push(result);
      return result.outputs;
    });
    const [result, ...others] = results;
    if (result === undefined || others.length > 0) throw new Error(`The action was called ${results.length} times`);
    return result;
  }

  async served(): Promise<string> {
    return await (await fetch(`${this.shop.edge}/index.html`)).text();
  }
}
