import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { DEPENDABOT } from '../../../local/github/identity.js';
import { openPullRequest, type PullRequest } from '../../../local/github/pull-requests.js';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../../local/rehearsal.js';
import { RehearsedReleases } from '../../../local/releases/rehearsed-releases.js';
import type { ActionResult } from '../../../local/runner.js';
import { shopInfrastructure, shopSite } from '../../../local/sample-shop.js';
import { readActionDefinition } from '../../../scripts/generate/action-definition.js';
import { drawn } from '../../drawn.js';
import { bootstrapTrust } from '../bootstrap-trust.js';
import type { Contexts } from '../expression.js';
import { type ActionCall, eventsOf, simulate } from '../simulate.js';
import { API, ARTIFACT_BUCKET, EXAMPLES, ROLES } from '../tried-examples.js';

const PROJECT = process.env.ACTION_ROOT ?? '.';
const DEFAULTS = Object.fromEntries(
  Object.entries(readActionDefinition().inputs)
    .filter(([name]) => name !== 'github-token')
    .map(([name, input]) => [name, input.default]),
);

const installed = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;
/** Files that share the examples, so that they run side by side: each takes minutes. */
const SHARES = 3;

/** The examples of one share, run by the bundle: one in three of them unless every case is asked for. */
export function runExamples(share: number): void {
  if (!installed)
    console.warn('NOT RUN: the examples. They need terraform on PATH (developer.hashicorp.com/terraform/install).');

  (installed ? describe : describe.skip).each(
    drawn(
      EXAMPLES.filter((_, index) => index % SHARES === share),
      3,
    ),
  )('$name, run by the bundle', ({ text, jobs, path = '', site = true, region = 'us-east-1' }) => {
    let shop: Rehearsal;
    let pull: PullRequest;
    const results: ActionResult[] = [];
    let firstJar = '';
    let releases: RehearsedReleases;

    beforeAll(async () => {
      if (!existsSync(join(PROJECT, 'dist', 'index.js'))) throw new Error('There is no dist/index.js: npm run build');
      shop = await Rehearsal.start({ project: PROJECT, cloud: { region } });
      releases = await RehearsedReleases.start(join(shop.folder, 'releases'));
      shop.cloud.s3.store.createBucket(ARTIFACT_BUCKET);
      for (const [arn, subjects] of bootstrapTrust(`repo:${shop.github.fullName}`))
        shop.cloud.sts.store.addRole(arn, { subjects });
      // Only what a bucket has versions of comes back.
      if ('workflow_dispatch rollback' in jobs) shop.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
      await shop.change('start', 'What the examples expect', content('Welcome', 1));
      await shop.merge(shop.open('start', 'What the examples expect'));
    });
    afterAll(async () => {
      await releases?.stop();
      await shop?.stop();
    });

    function stored(): readonly string[] {
      return shop.cloud.s3.store.bucket(ARTIFACT_BUCKET).keys();
    }

    async function served(): Promise<string> {
      return await (await fetch(`${shop.edge}${path}/index.html`)).text();
    }

    /** The same repository for all examples: stacks whose backend is the local cloud, and sites, built. */
    function content(headline: string, size: number): Record<string, string | Buffer> {
      const infrastructure = shopInfrastructure({ ...shop.shop, size })['infra/main.tf'] ?? '';
      const stack = (key: string) =>
        infrastructure.replace(
          'backend "s3" {',
          `backend "s3" {
    bucket                      = "${STATE_BUCKET}"
    key                         = "${key}"
    region                      = "${region}"
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true`,
        );
      const site = Object.entries(shopSite({ headline })).map(([name, body]) => [name.replace('site/dist/', ''), body]);
      const under = (folder: string) =>
        Object.fromEntries(site.map(([name, body]) => [`${folder}/${name}`, body ?? '']));
      return {
        '.gitignore': '.terraform/\n',
        '.github/workflows/example.yml': text.replaceAll('OWNER/', 'octo/'),
        'package.json': '{ "scripts": { "build": "vite build" } }',
        'package-lock.json': '{}',
        'infra/main.tf': stack('infra') + API,
        'build/api.jar': Buffer.from(
          zipSync({ 'example/Handler.class': Buffer.from(headline) }, { mtime: '1980-01-01' }),
        ),
        'build/api/index.mjs': `export const handler = () => '${headline}';\n`,
        'stacks/network/main.tf': stack('network'),
        'stacks/orders/main.tf': stack('orders'),
        'stacks/shop/main.tf': stack('shop'),
        ...under('dist'),
        ...under('apps/shop/dist'),
      };
    }

    /** What a check looks for: the environment of the example's stage, and the rules of its branch. */
    function setUp(): void {
      for (const stage of ['dev', 'prod']) shop.github.environments.set(stage, { branches: true, reviewers: false });
      const checks = { required_status_checks: [{ context: 'site' }] };
      shop.github.rules.push({ type: 'pull_request' }, { type: 'required_status_checks', parameters: checks });
    }

    /** Runs what this event starts. The token of each job can do what the job is granted, and no more. */
    async function on(
      event: string,
      inputs: Record<string, string>,
      start: (call: ActionCall) => Promise<ActionResult>,
      fork?: number,
    ) {
      const [name = ''] = event.split(' ');
      const head = { repo: { id: fork ?? shop.github.id } };
      const known: Contexts = {
        github: {
          event_name: name,
          ref: 'refs/heads/main',
          ref_name: 'main',
          actor: 'alice',
          repository: shop.github.fullName,
          workflow: 'Example',
          run_id: '1',
          event: {
            repository: { id: shop.github.id, name: 'shop', default_branch: 'main' },
            ...(name === 'pull_request'
              ? { pull_request: { number: 1, head, user: { login: fork === undefined ? 'alice' : 'eve' } } }
              : {}),
          },
        },
        inputs,
        runner: { temp: join(shop.folder, 'runner'), os: 'Linux', arch: 'X64' },
        // GitHub hands no variables to the pull request of a fork.
        vars: fork === undefined ? variables() : {},
      };
      return await simulate(text, known, async (call) => {
        shop.cloud.sts.idTokens.claims = { sub: `repo:${shop.github.fullName}:${subject(name, call.environment)}` };
        const result = await start(call);
        results.push(result);
        if (result.exitCode !== 0) throw new Error(`${call.job} failed:\n${result.log}`);
        return result.outputs;
      });
    }

    function variables() {
      const site = { SITE_BUCKET, DISTRIBUTION_ID: DISTRIBUTION, SITE_URL: shop.edge + path };
      return { ...site, STATE_BUCKET, ARTIFACT_BUCKET, ...ROLES };
    }

    /** How GitHub names a job in its token; https://docs.github.com/actions/reference/security/oidc */
    function subject(event: string, environment: string): string {
      if (environment !== '') return `environment:${environment}`;
      if (event === 'pull_request') return 'pull_request';
      return event === 'merge_group' ? 'ref:refs/heads/gh-readonly-queue/main/pr-1' : 'ref:refs/heads/main';
    }

    function request({ inputs, permissions, variables: given }: ActionCall) {
      return {
        inputs: { ...DEFAULTS, ...inputs },
        token: shop.cloud.github.token('github-actions', permissions),
        environment: {
          ...releases.environment,
          ...given,
          // Credentials that are there already would hide a sign-in that does not work.
          AWS_ACCESS_KEY_ID: '',
          AWS_SECRET_ACCESS_KEY: '',
          ...(permissions['id-token'] === 'write' ? shop.cloud.sts.runnerEnvironment() : {}),
        },
      };
    }

    test('names only events that are tried here', () => {
      expect([...new Set(Object.keys(jobs).map((event) => event.split(' ')[0]))].sort()).toEqual(eventsOf(text).sort());
    });

    test('the first merge deploys, although nothing was recorded yet', async () => {
      expect(await on('push', {}, (call) => shop.deployed(request(call)))).toEqual(jobs.push);
      expect(results.at(-1)?.outputs.outcome).toBe('succeeded');
      if (site) expect(await served()).toContain('Welcome');
      firstJar = stored()[0] ?? '';
      if (!site) expect(firstJar).toMatch(/^api\/[0-9a-f]{64}\.jar$/);
    });

    if ('pull_request' in jobs) {
      test('a pull request is planned, and says so in a comment', async () => {
        await shop.change('feature', 'Larger, with a sale', content('Winter sale', 2));
        pull = shop.open('feature', 'Larger, with a sale');
        expect(await on('pull_request', {}, (call) => shop.planned(pull, 'opened', request(call)))).toEqual(
          jobs.pull_request,
        );
        expect(new Set(pull.comments.map(({ id }) => id)).size).toBe(jobs.pull_request?.length);
      });
    }

    if ('merge_group' in jobs) {
      test('the merge queue is planned', async () => {
        const base = await shop.git.head('main');
        const head = pull.pull.headSha;
        await shop.git.checkout(head);
        const group = { head_sha: head, base_ref: 'refs/heads/main', base_sha: base };
        const ref = `refs/heads/gh-readonly-queue/main/pr-${pull.number}-${base}`;
        await shop.git.git('branch', ref.replace('refs/heads/', ''), head);
        await shop.pushed();
        const start = async (call: ActionCall) => {
          const payload = { ...shop.payload(), merge_group: group };
          return await (await shop.started({ name: 'merge_group', payload }, head, ref, request(call))).finished;
        };
        expect(await on('merge_group', {}, start)).toEqual(jobs.merge_group);
      });
    }

    if ('pull_request' in jobs) {
      test('its merge deploys what was reviewed', async () => {
        await shop.merge(pull);
        expect(await on('push', {}, (call) => shop.deployed(request(call)))).toEqual(jobs.push);
        if (site) expect(await served()).toContain('Winter sale');
        // Both jars: a package that is stored is never overwritten.
        else expect([stored().length, stored().includes(firstJar)]).toEqual([2, true]);
      });
    }

    if ('pull_request' in jobs) {
      test("Dependabot's pull request is checked, and nothing is asked of AWS", async () => {
        await shop.change('dependabot/npm/left', 'Bump left', content('Winter sale', 3));
        const bump = shop.open('dependabot/npm/left', 'Bump left', DEPENDABOT);
        const before = shop.cloud.journal.entries().length;
        // As actions/checkout does: an earlier run's .terraform would still name the backend.
        await shop.git.git('clean', '-ffdx');
        // GitHub gives it a token that reads, and no identity.
        const readOnly = { contents: 'read', 'pull-requests': 'read' };
        const start = (call: ActionCall) =>
          shop.planned(bump, 'opened', { ...request({ ...call, permissions: readOnly }), actor: 'dependabot[bot]' });
        expect(await on('pull_request', {}, start)).toEqual(jobs.pull_request);
        const asked = shop.cloud.journal.entries().slice(before);
        expect(asked.filter(({ service }) => service !== 'github')).toEqual([]);
        expect(bump.comments).toEqual([]);
      });
    }

    if ('pull_request' in jobs) {
      test("a fork's pull request, which gets no variables, is checked, and nothing is asked of AWS", async () => {
        const eve = shop.cloud.github.user('eve');
        await shop.change('from-a-fork', 'From a fork', content('Autumn sale', 4));
        const fork = shop.cloud.github.repository('eve/shop');
        await fork.history.readGit(shop.git.path);
        const about = { author: eve, title: 'From a fork', head: 'from-a-fork', from: fork };
        const foreign = openPullRequest(shop.github, about);
        const before = shop.cloud.journal.entries().length;
        await shop.git.git('clean', '-ffdx');
        const readOnly = { contents: 'read', 'pull-requests': 'read' };
        const start = (call: ActionCall) =>
          shop.planned(foreign, 'opened', { ...request({ ...call, permissions: readOnly }), actor: 'eve' });
        expect(await on('pull_request', {}, start, fork.id)).toEqual(jobs.pull_request);
        expect(results.at(-1)?.outputs).toMatchObject({ operation: 'plan', outcome: 'succeeded' });
        const asked = shop.cloud.journal.entries().slice(before);
        expect(asked.filter(({ service }) => service !== 'github')).toEqual([]);
        expect(foreign.comments).toEqual([]);
      });
    }

    if ('schedule' in jobs) {
      test('the schedule looks for drift', async () => {
        const issues = shop.github.issues.size;
        expect(await on('schedule', {}, (call) => shop.scheduled(request(call)))).toEqual(jobs.schedule);
        expect(results.at(-1)?.outputs).toMatchObject({ operation: 'drift', drift: 'false' });
        expect(shop.github.issues.size).toBe(issues);
      });
    }

    for (const event of Object.keys(jobs).filter((name) => name.startsWith('workflow_dispatch '))) {
      test(event, async () => {
        const operation = event.split(' ')[1] ?? '';
        if (operation === 'check') setUp();
        const typed = { operation, 'confirm-destroy': operation === 'destroy' ? `${shop.github.fullName}:dev` : '' };
        const start = (call: ActionCall) => shop.dispatched(request(call).inputs, request(call));
        expect(await on(event, typed, start)).toEqual(jobs[event]);
        // Of a site alone, that is what is rolled back.
        const done = operation === 'rollback' ? 'rollback-site' : operation;
        expect(results.at(-1)?.outputs.operation).toBe(done);
        if (operation === 'rollback') expect(await served()).toContain('Welcome');
      });
    }

    test('every job was granted what it asked GitHub for', () => {
      const refused = shop.cloud.journal
        .entries()
        .filter(({ service, status }) => service === 'github' && status === 403);
      expect(refused.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    });

    test('the local cloud knew every request', () => {
      expect(results.length).toBeGreaterThan(0);
      expect(shop.cloud.journal.unknown()).toEqual([]);
    });
  });
}
