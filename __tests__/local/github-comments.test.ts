import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMENT_ROUTES } from '../../local/github/comments.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

describe('comments', () => {
  test('are written, read, changed and listed', async () => {
    const { number } = stage.openPull();
    const created = await stage.actions.send(`POST ${stage.repo}/issues/${number}/comments`, {
      body: { body: 'Plan: 1 to add' },
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      body: 'Plan: 1 to add',
      user: { login: 'github-actions[bot]', type: 'Bot', id: 41_898_282 },
      performed_via_github_app: { slug: 'github-actions', id: 15_368 },
      html_url: `https://github.com/octo/shop-${stage.number}/pull/${number}#issuecomment-${created.body.id}`,
    });
    stage.time += 5000;
    const changed = await stage.actions.send(`PATCH ${stage.repo}/issues/comments/${created.body.id}`, {
      body: { body: 'new' },
    });
    expect(changed.body).toMatchObject({ id: created.body.id, body: 'new', updated_at: '2026-01-01T00:00:05Z' });
    expect((await stage.actions.send(`GET ${stage.repo}/issues/comments/${created.body.id}`)).body.body).toBe('new');
    expect((await stage.actions.send(`GET ${stage.repo}/issues/${number}/comments`)).body).toHaveLength(1);
  });

  test('fill pages, which are linked to each other', async () => {
    const issue = stage.openPull();
    for (let index = 1; index <= 250; index++) stage.shop.comment(issue, stage.bob, `comment ${index}`);
    const path = `${stage.repo}/issues/${issue.number}/comments`;
    const bodies: string[] = [];
    let target: string | undefined = `${path}?per_page=100`;
    let pages = 0;
    while (target !== undefined) {
      const { body, headers } = await stage.actions.send(`GET ${target}`);
      bodies.push(...body.map((comment: { body: string }) => comment.body));
      pages += 1;
      target = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]?.replace(stage.cloud.github.url, '');
    }
    expect(pages).toBe(3);
    expect(bodies).toEqual(Array.from({ length: 250 }, (_, index) => `comment ${index + 1}`));
    const second = await stage.actions.send(`GET ${path}?per_page=100&page=2`);
    expect(second.headers.get('link')).toBe(
      ['1>; rel="prev"', '3>; rel="next"', '3>; rel="last"', '1>; rel="first"']
        .map((rest) => `<${stage.cloud.github.url}${path}?per_page=100&page=${rest}`)
        .join(', '),
    );
    expect((await stage.actions.send(`GET ${path}?per_page=500`)).body).toHaveLength(100);
    expect((await stage.actions.send(`GET ${path}`)).body).toHaveLength(30);
    expect((await stage.actions.send(`GET ${path}?page=99`)).body).toEqual([]);
  });

  test('have at most 65,536 characters and 262,144 bytes', async () => {
    const post = `POST ${stage.repo}/issues/${stage.openPull().number}/comments`;
    expect(await stage.actions.status(post, { body: { body: 'x'.repeat(65_536) } })).toBe('201');
    const { status, body } = await stage.actions.send(post, { body: { body: 'x'.repeat(65_537) } });
    expect([status, body.errors[0].message]).toEqual([422, 'Body is too long (maximum is 65536 characters)']);
    expect(await stage.actions.status(post, { body: { body: '👍'.repeat(65_536) } })).toBe('201');
    expect(await stage.actions.status(post, { body: { body: '' } })).toBe('422 Validation Failed');
    expect(await stage.actions.status(post, { body: {} })).toBe('422 Validation Failed');
  });

  test('are refused in a locked conversation, but not from people who may write', async () => {
    const issue = stage.openPull();
    stage.shop.lock(issue, stage.alice);
    const post = `POST ${stage.repo}/issues/${issue.number}/comments`;
    expect(await stage.actions.status(post, { body: { body: 'plan' } })).toBe(
      '403 Unable to create comment because issue is locked.',
    );
    expect(await stage.clientOf(stage.cloud.github.token(stage.alice)).status(post, { body: { body: 'hi' } })).toBe(
      '201',
    );
    expect(issue.comments).toHaveLength(1);
  });

  test('a deleted one is gone', async () => {
    const issue = stage.openPull();
    const { id } = stage.shop.comment(issue, stage.bob, 'gone soon');
    stage.shop.deleteComment(id);
    expect(await stage.actions.status(`PATCH ${stage.repo}/issues/comments/${id}`, { body: { body: 'new' } })).toBe(
      '404 Not Found',
    );
    expect(await stage.actions.status(`GET ${stage.repo}/issues/comments/${id}`)).toBe('404 Not Found');
  });
});

test('every route of these was answered in the tests above as GitHub describes it', () => {
  expect(stage.unseen(COMMENT_ROUTES)).toEqual([]);
});
