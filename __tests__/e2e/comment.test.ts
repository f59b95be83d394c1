import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import { shopInfrastructure } from '../../local/sample-shop.js';
import { statePlace } from '../../src/operation/run/state-place.js';
import { commentMarker } from '../../src/report/kit/comment-marker.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

describe('the plan comment', () => {
  test("is updated among 250 others, ours on the third page, a stranger's with our marker on the first", async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { github, cloud, shop } = rehearsal;
    await rehearsal.change('feature', 'Larger', shopInfrastructure({ ...shop, size: 2 }));
    const pull = rehearsal.open('feature', 'Larger');
    const stranger = cloud.github.user('mallory');
    const state = statePlace([`bucket=${STATE_BUCKET}`, 'key=dev.tfstate'], () => '') ?? { digest: '' };
    const marker = commentMarker({ stage: 'dev', directory: 'infra', workspace: 'default', state });
    const forged = github.comment(pull, stranger, `${marker}\n\nNothing to see here`);
    for (let number = 1; number <= 229; number++) github.comment(pull, stranger, `Comment ${number}`);

    expect((await rehearsal.planned(pull, 'opened')).exitCode).toBe(0);
    const ours = pull.comments.at(-1);
    expect(pull.comments.length).toBe(231);
    expect(ours?.body.split('\n')[0]).toBe(marker);
    for (let number = 230; number <= 249; number++) github.comment(pull, stranger, `Comment ${number}`);
    const first = ours?.body;

    await rehearsal.change('feature', 'Larger still', shopInfrastructure({ ...shop, size: 3 }));
    const again = await rehearsal.planned(pull, 'synchronize');
    expect(again.exitCode).toBe(0);
    expect(pull.comments.length).toBe(251);
    expect(pull.comments.filter(({ body }) => body.startsWith(marker))).toEqual([forged, ours]);
    expect(forged.body).toContain('Nothing to see here');
    expect(ours?.body).not.toBe(first);
    expect(ours?.body).toContain(pull.pull.headSha);
    expect(again.outputs['comment-url']).toContain(String(ours?.id));
    expect(cloud.journal.unknown()).toEqual([]);
  });

  test('is left alone by a run whose commit is not the head any more', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { shop } = rehearsal;
    await rehearsal.change('feature', 'Larger', shopInfrastructure({ ...shop, size: 2 }));
    const pull = rehearsal.open('feature', 'Larger');
    const older = await rehearsal.planning(pull, 'opened');
    await older.printed(/::group::Plan the infrastructure/);
    // The push arrives while the older run is planning.
    const pushed = await rehearsal.git.head('feature');
    pull.pull.headSha = 'f'.repeat(40);
    const result = await older.finished;
    expect(result.exitCode).toBe(0);
    expect(result.log).toContain('The pull request was pushed to while this run was planning');
    expect(pull.comments).toEqual([]);
    expect(pushed).not.toBe(pull.pull.headSha);
  });

  test('that cannot be posted is a warning, and the job summary has it', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { cloud } = rehearsal;
    await rehearsal.change('feature', 'Larger', shopInfrastructure({ ...rehearsal.shop, size: 2 }));
    const pull = rehearsal.open('feature', 'Larger');
    pull.locked = true;
    const token = cloud.github.token(cloud.github.app('github-actions'), {
      issues: 'read',
      'pull-requests': 'read',
      checks: 'write',
      contents: 'read',
      deployments: 'write',
    });
    const result = await rehearsal.planned(pull, 'opened', { token });
    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/::warning::The comment could not be posted; the job summary has it\./);
    expect(result.summary).toContain('terraform_data.database');
    expect(result.log).not.toContain(token.slice(4).concat('x'));
  });
});
