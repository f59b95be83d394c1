import { describe, expect, test } from '@jest/globals';
import { PastDeployments } from '../../../src/operation/deployments/past-deployments.js';
import type { PastDeployment } from '../../../src/ports/deployments.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 8, minute)).toISOString();

/** Deployments that began in these minutes, newest first; `ended` is the minute at which it ended well. */
function past(...all: readonly (readonly [sha: string, began: number, ended?: number])[]) {
  const asked: string[] = [];
  const read: string[] = [];
  async function* deployments(): AsyncGenerator<PastDeployment> {
    for (const [sha, began, ended] of all) {
      read.push(sha);
      const succeededAt = async () => {
        asked.push(sha);
        return ended === undefined ? undefined : at(ended);
      };
      yield { sha, destroys: false, createdAt: at(began), changes: undefined, succeededAt };
    }
  }
  return { deployments: new PastDeployments(deployments()), asked, read };
}

const shas = (found: Awaited<ReturnType<PastDeployments['since']>>) =>
  found === undefined ? undefined : [...found.all.map(({ sha }) => sha), `ended: ${found.ended?.sha}`];

describe('deployments since a plan was made', () => {
  test('are those that began later, and those before it back to one that had ended well', async () => {
    const { deployments, asked, read } = past(['d', 40, 41], ['c', 20, 31], ['b', 10], ['a', 5, 6], ['older', 1, 2]);
    expect(shas(await deployments.since(at(30)))).toEqual(['d', 'c', 'b', 'a', 'ended: a']);
    expect([asked, read]).toEqual([
      ['c', 'b', 'a'],
      ['d', 'c', 'b', 'a'],
    ]);
  });

  test('one that ended in the same second as the plan began counts as running', async () => {
    const { deployments } = past(['b', 10, 30], ['a', 5, 6]);
    expect(shas(await deployments.since(at(30)))).toEqual(['b', 'a', 'ended: a']);
  });

  test('one that began in the same second as the plan counts as later', async () => {
    const { deployments } = past(['b', 30, 29], ['a', 5, 6]);
    expect(shas(await deployments.since(at(30)))).toEqual(['b', 'a', 'ended: a']);
  });

  test('where none had ended well they are all there are', async () => {
    expect(shas(await past(['b', 40, 41], ['a', 5]).deployments.since(at(30)))).toEqual(['b', 'a', 'ended: undefined']);
  });

  test('each is read once, however many plans ask at once', async () => {
    const { deployments, asked, read } = past(['c', 40, 41], ['b', 20, 21], ['a', 5, 6]);
    const found = await Promise.all([30, 10, 30].map((minute) => deployments.since(at(minute))));
    expect(found.map(shas)).toEqual([
      ['c', 'b', 'ended: b'],
      ['c', 'b', 'a', 'ended: a'],
      ['c', 'b', 'ended: b'],
    ]);
    expect([asked, read]).toEqual([
      ['b', 'a'],
      ['c', 'b', 'a'],
    ]);
  });

  test('of more than twelve that did not end well, or of more than sixty, nothing is said', async () => {
    const failed = Array.from({ length: 13 }, (_, index) => [`f${index}`, 20 - index] as const);
    const twelve = past(...failed);
    expect(shas(await twelve.deployments.since(at(30)))).toBeUndefined();
    expect(twelve.asked).toHaveLength(12);
    const later = Array.from({ length: 61 }, (_, index) => [`l${index}`, 100 - index, 101] as const);
    const sixty = past(...later);
    expect(shas(await sixty.deployments.since(at(10)))).toBeUndefined();
    expect(sixty.read).toHaveLength(60);
  });

  test('a list that fails is said to every plan', async () => {
    const next = () => Promise.reject(new Error('no list'));
    const deployments = new PastDeployments({ [Symbol.asyncIterator]: () => ({ next }) });
    await expect(deployments.since(at(30))).rejects.toThrow('no list');
  });
});

describe('the newest deployment', () => {
  test('is known, and when it ended well', async () => {
    const { deployments } = past(['b', 20, 21], ['a', 5, 6]);
    expect([(await deployments.newest())?.sha, await deployments.endOfNewest()]).toEqual(['b', at(21)]);
    expect(await past(['b', 20], ['a', 5, 6]).deployments.endOfNewest()).toBeUndefined();
    expect(await past().deployments.endOfNewest()).toBeUndefined();
  });
});
