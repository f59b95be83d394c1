import { afterEach, describe, expect, test } from '@jest/globals';
import { DriftStage } from './drift-stage.js';

const MARKER = '<!-- well-managed-deployments drift stage=dev directory=infra workspace=default ';

let stage: DriftStage;
afterEach(async () => {
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
  await stage.stop();
});

describe('the drift issue', () => {
  test('is opened, left alone, rewritten and closed with a comment, and opened anew', async () => {
    stage = await DriftStage.start();

    const none = await stage.writesOf(() => stage.look());
    expect(none.result.log).toContain('dev: no drift.');
    expect([none.result.exitCode, none.writes, none.result.outputs.drift]).toEqual([0, [], 'false']);
    expect(none.result.outputs).not.toHaveProperty('issue-url');

    await stage.merge(2);
    const opened = await stage.writesOf(() => stage.look());
    const [issue] = stage.issues();
    expect([opened.result.exitCode, opened.writes]).toEqual([0, ['POST /issues']]);
    expect(issue).toMatchObject({ title: 'Drift in dev: 1 pending change', state: 'open', comments: [] });
    expect(issue?.labels.map(({ name }) => name)).toEqual(['drift']);
    expect(issue?.body).toMatch(/size += 1 -> 2/);
    expect(opened.result.outputs).toMatchObject({
      operation: 'drift',
      outcome: 'succeeded',
      drift: 'true',
      change: '1',
      'issue-url': `https://github.com/octo/shop/issues/${issue?.number}`,
    });
    expect(opened.result.summary).toContain('### Drift in `dev`: 1 pending change');

    const again = await stage.writesOf(() => stage.look());
    expect([again.result.exitCode, again.writes, again.result.outputs.drift]).toEqual([0, [], 'true']);
    expect(again.result.log).toContain('1 pending change; unchanged https://');

    await stage.merge(3);
    const changed = await stage.writesOf(() => stage.look());
    expect(changed.writes).toEqual([`POST /issues/${issue?.number}/comments`, `PATCH /issues/${issue?.number}`]);
    expect(issue?.body).toMatch(/size += 1 -> 3/);
    expect(issue?.comments.map(({ body }) => body.split('\n')[2])).toEqual([
      'The drift has changed: 1 pending change. The text above is up to date.',
    ]);

    await stage.deploy();
    const gone = await stage.writesOf(() => stage.look());
    expect(gone.writes).toEqual([`POST /issues/${issue?.number}/comments`, `PATCH /issues/${issue?.number}`]);
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(issue?.comments.at(-1)?.body).toContain('The drift is gone: what is merged, what is deployed');
    expect([gone.result.exitCode, gone.result.outputs.drift]).toEqual([0, 'false']);

    await stage.merge(4);
    await stage.look();
    expect(stage.issues().map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('tells what others changed from what is merged and not deployed', async () => {
    stage = await DriftStage.start();
    await stage.changeOutside(7);
    await stage.changeIgnored();
    await stage.look();
    const [issue] = stage.issues();
    expect(issue?.title).toBe('Drift in dev: 1 resource changed outside Terraform');
    expect(issue?.body).toContain('**Changed outside Terraform**\n\n- `terraform_data.database`: `input`\n');
    expect(issue?.body).not.toContain('**Pending**');
    expect(issue?.body).toContain('a deploy leaves it as it is</summary>\n\n- `terraform_data.queue`: `label`');

    // Somebody turns the same knob once more: the plan's own words for it are new, and so is the drift.
    await stage.changeOutside(8);
    const { fingerprint = '' } = (await stage.look()).outputs;
    expect(issue?.comments).toHaveLength(1);
    expect(issue?.body).toContain(`\n\n\`${fingerprint}\`\n\n`);

    // The way out that the issue names.
    const undone = await stage.rehearsal.dispatched({ operation: 'deploy', 'approved-fingerprint': fingerprint });
    expect([undone.exitCode, undone.outputs.change]).toEqual([0, '1']);
    await stage.undoOutside();
    await stage.look();
    expect(issue?.state).toBe('closed');
  });

  test('is not opened for known drift, and says what is known when there is other drift', async () => {
    stage = await DriftStage.start();
    const { rehearsal } = stage;
    const known = (...attributes: string[]) =>
      rehearsal.change(`known-${attributes.length}`, 'Known', {
        '.github/known-drift.yml': [
          'known:',
          '  - addresses: [terraform_data.database]',
          `    attributes: [${attributes.join(', ')}]`,
          '    reason: The autoscaler sets the size',
          '    owner: platform',
          '    until: 2999-12-31',
          '',
        ].join('\n'),
      });
    await known('input.size');
    await rehearsal.merge(rehearsal.open('known-1', 'Known'));
    await stage.changeOutside(7);
    await stage.look();
    const [issue] = stage.issues();
    expect(issue?.body).toContain('  - `input.size`: now `7`, the configuration has `1`');
    expect(issue?.body).toContain('Line 2: of `terraform_data.database` it does not name every changed attribute');

    await known('input.size', 'output');
    await rehearsal.merge(rehearsal.open('known-2', 'Known'));
    const only = await stage.look();
    expect([only.exitCode, only.outputs.drift, issue?.state]).toEqual([0, 'false', 'closed']);
    expect(only.summary).toContain('no drift except 1 known');
    expect(only.summary).toContain('The autoscaler sets the size (platform, until 2999-12-31)');
  });

  test('of changes that nothing asks to undo alone there is none', async () => {
    stage = await DriftStage.start();
    await stage.changeIgnored();
    const { result, writes } = await stage.writesOf(() => stage.look());
    expect([result.exitCode, writes, result.outputs.drift]).toEqual([0, [], 'false']);
    expect(result.summary).toContain('- `terraform_data.queue`: `label`');
  });

  test('is one among 150 others, of which some have its title, its label, or its marker by another author', async () => {
    stage = await DriftStage.start();
    const { github, cloud } = stage.rehearsal;
    const mallory = cloud.github.user('mallory');
    const another = cloud.github.app('release-bot');
    const ours = cloud.github.app('github-actions');
    await stage.merge(2);
    for (let number = 1; number <= 75; number++) {
      const forged = number % 5 === 0 ? `${MARKER}found=${'0'.repeat(64)} -->\n\nMine` : `Issue ${number}`;
      const author = number % 2 === 0 ? mallory : another;
      github.openIssue(author, { title: 'Drift in dev: 1 pending change', body: forged, labels: ['drift'] });
    }
    github.openIssue(ours, { title: 'Another stage', body: MARKER.replace('=dev ', '=dev2 ') });
    github.openIssue(ours, { title: 'Another workspace', body: MARKER.replace('=default ', '=default2 ') });
    github.openIssue(ours, { title: 'Quoted', body: `Like this:\n${MARKER}found=1 -->` });
    const before = [...github.issues.values()].map(({ body, state }) => `${state} ${body}`);

    await stage.look();
    for (let number = 76; number <= 150; number++) github.openIssue(mallory, { title: `Issue ${number}` });
    await stage.merge(3);
    for (let run = 0; run < 2; run++) expect((await stage.look()).outputs.drift).toBe('true');
    expect(stage.issues().filter(({ body }) => body.startsWith(MARKER))).toHaveLength(1);
    expect(stage.issues().at(-1)?.body).toMatch(/size += 1 -> 3/);

    await stage.deploy();
    await stage.look();
    expect(stage.issues().filter(({ body, state }) => body.startsWith(MARKER) && state === 'open')).toEqual([]);
    const now = [...github.issues.values()].map(({ body, state }) => `${state} ${body}`);
    expect(now.slice(0, before.length)).toEqual(before);
  });
});

describe('looking for drift', () => {
  test('of a stage that was destroyed finds nothing deployed, and closes its issue', async () => {
    stage = await DriftStage.start();
    await stage.merge(2);
    await stage.look();
    const destroyed = await stage.rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' });
    expect(destroyed.exitCode).toBe(0);
    const result = await stage.look();
    expect([result.exitCode, result.outputs.drift]).toEqual([0, 'false']);
    expect(result.summary).toContain('### No drift in `dev`: nothing is deployed');
    expect(stage.issues()).toMatchObject([{ state: 'closed' }]);
    expect(stage.issues()[0]?.comments.at(-1)?.body).toContain('The drift is gone: nothing is deployed.');
  });

  test('tells no secret: neither a sensitive value nor what "redact" matches', async () => {
    const secret = `
variable "password" {
  type      = string
  sensitive = true
  default   = "hunter2hunter2"
}

resource "terraform_data" "login" {
  input = var.password
}

resource "terraform_data" "key" {
  input = "AKIA-looks-like-a-key"
}
`;
    stage = await DriftStage.start();
    const { rehearsal } = stage;
    const { 'infra/main.tf': main = '' } = (await import('../../local/sample-shop.js')).shopInfrastructure({
      ...rehearsal.shop,
      terraform: secret,
    });
    await rehearsal.change('secrets', 'Secrets', { 'infra/main.tf': main });
    await rehearsal.merge(rehearsal.open('secrets', 'Secrets'));
    const result = await stage.look({ redact: 'AKIA-[a-z-]+' });
    const [issue] = stage.issues();
    expect(issue?.title).toBe('Drift in dev: 2 pending changes');
    // The runner takes the lines of masks out of the log, and masks what follows.
    const shown = result.log.replaceAll(/^::add-mask::.*$/gm, '');
    for (const text of [issue?.body, issue?.title, result.summary, shown]) {
      expect(text).not.toMatch(/hunter2|AKIA-looks/);
    }
  });

  test('by hand needs the default branch; without infrastructure it is skipped', async () => {
    stage = await DriftStage.start();
    const byHand = await stage.rehearsal.dispatched({ operation: 'drift' });
    expect([byHand.exitCode, byHand.outputs.operation, byHand.outputs.drift]).toEqual([0, 'drift', 'false']);
    const siteOnly = { 'infra-directory': '', 'site-bucket': 'shop-site', 'backend-config': '' };
    const skipped = await stage.rehearsal.scheduled({ inputs: siteOnly });
    expect([skipped.exitCode, skipped.outputs.operation]).toEqual([0, 'skipped']);
    expect(skipped.summary).toContain('there is no infrastructure that could drift');
  });
});
