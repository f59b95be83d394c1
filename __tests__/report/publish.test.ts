import { expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { publish } from '../../src/report/publish.js';
import { deployed, overtaken } from './sample-outcomes.js';

const config = { githubToken: 'token', redact: [], comment: 'always' } as Partial<Config> as Config;

test.each([
  ['that succeeded writes a comment', deployed(), 1],
  ['that was skipped writes no comment', overtaken(), 0],
])('a deploy %s', async (_what, outcome, comments) => {
  const written: string[] = [];
  const summaries: string[] = [];
  await publish({ ...outcome, pullRequest: 7 }, config, {
    log: { info: () => {}, warning: () => {}, error: () => {}, group: async (_title, work) => await work() },
    comments: {
      upsert: async (_issue, _marker, body) => {
        written.push(body);
        return { url: 'https://github.com/octo/shop/pull/7#1', created: true };
      },
    },
    pulls: { headSha: async () => outcome.commit },
    results: {
      output: () => {},
      summary: async (markdown) => {
        summaries.push(markdown);
      },
    },
  });
  expect([written.length, summaries.length]).toEqual([comments, 1]);
});
