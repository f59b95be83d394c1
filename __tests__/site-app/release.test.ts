import { describe, expect, test } from '@jest/globals';
import { type Reply, readApi, readRelease, shortCommit } from '../../site/src/release.js';

const json = (body: unknown, status = 200): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const page: Reply = { status: 200, contentType: 'text/html; charset=utf-8', body: '<!doctype html>' };
const release = { release: 'r7', commit: 'c'.repeat(40), stage: 'dev' };

describe('release.json', () => {
  test('is what is live', () => {
    expect(readRelease(json(release))).toEqual({ kind: 'live', release });
  });

  test.each<[string, Reply]>([
    ['a 404', { status: 404, contentType: 'application/xml', body: '<Error/>' }],
    ['the entry page in its place', page],
    ['JSON that is cut off', json('{"release": "r7"')],
    ['JSON of another kind', json(['r7'])],
    ['a release that is no text', json({ release: 7 })],
  ])('%s is no release', (_what, reply) => {
    expect(readRelease(reply)).toEqual({ kind: 'absent' });
  });

  test('nobody answering is told apart from no release', () => {
    expect(readRelease(undefined)).toEqual({ kind: 'unreachable' });
  });
});

describe('/api/release', () => {
  test('answers with what it says, and with nothing that it does not say', () => {
    expect(readApi(json(release))).toEqual({ kind: 'answered', release });
    expect(readApi(json({ release: 'r7', commit: '', other: 1 }))).toEqual({
      kind: 'answered',
      release: { release: 'r7' },
    });
  });

  test('a function names its published version', () => {
    const release = { version: '7', stage: 'dev' };
    expect(readApi(json(release))).toEqual({ kind: 'answered', release });
  });

  test.each<[string, Reply, object]>([
    ['the entry page in its place', page, { kind: 'absent', status: 200 }],
    ["the bucket's 403", { status: 403, contentType: 'application/xml', body: '' }, { kind: 'absent', status: 403 }],
    ['a 404 in JSON', json({ message: 'Not Found' }, 404), { kind: 'absent', status: 404 }],
    ['an API that fails', json({ message: 'Internal Server Error' }, 500), { kind: 'failed', status: 500 }],
  ])('%s', (_what, reply, answer) => {
    expect(readApi(reply)).toEqual(answer);
  });

  test('nobody answering is told apart from no API', () => {
    expect(readApi(undefined)).toEqual({ kind: 'unreachable' });
  });
});

test('a commit is shown by its first seven digits, and nothing else is cut', () => {
  expect(shortCommit('3f2a9c1b'.repeat(5))).toBe('3f2a9c1');
  expect(shortCommit('v1.2.3-with-a-long-name')).toBe('v1.2.3-with-a-long-name');
});
