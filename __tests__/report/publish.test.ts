import { expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { ActionError } from '../../src/errors.js';
import { publish } from '../../src/report/publish.js';
import { deployed, overtaken } from './sample-outcomes.js';

const config = { githubToken: 'token', redact: [], comment: 'always' } as Partial<Config> as Config;

test('what was registered is posted nowhere; without a plan that goes for what may be secret', async () => {
  const posted: string[] = [];
  const say = (text: string) => void posted.push(text);
  const error = 'Error: Get "http://x?token=maybe-secret": AKIAREGISTERED12 of {"a":"AKIAREGISTERED12"}';
  const { plan: _, ...rest } = deployed();
  const outcome = {
    ...rest,
    result: 'failed' as const,
    pullRequest: 7,
    failure: new ActionError({ what: error }),
    warnings: [error],
    diagnostics: [{ severity: 'error' as const, summary: error, detail: error }],
    stackOutputs: { key: { value: { AKIAREGISTERED12: ['AKIAREGISTERED12', 12345678] }, sensitive: false } },
  };
  await publish(outcome, config, {
    secrets: { values: (planned) => ['AKIAREGISTERED12', '12345678', ...(planned ? [] : ['maybe-secret'])] },
    log: { info: say, warning: say, error: say, group: async (_title, work) => await work() },
    comments: {
      upsert: async (_issue, _marker, body) => {
        say(body);
        return { url: 'https://github.com/octo/shop/pull/7#1', created: true };
      },
    },
    pulls: { headSha: async () => outcome.commit },
    results: { output: (_name, value) => say(value), summary: async (markdown) => say(markdown) },
  });
  const text = posted.join('\n');
  expect(text).not.toMatch(/AKIAREGISTERED12|maybe-secret|12345678/);
  expect(posted).toContain('{"key":{"***":["***","***"]}}');
  expect(posted.filter((each) => each.includes('without a plan nothing says'))).toHaveLength(2);
});

test.each([
  ['that succeeded writes a comment', deployed(), 1],
  ['that was skipped writes no comment', overtaken(), 0],
])('a deploy %s', async (_what, outcome, comments) => {
  const written: string[] = [];
  const summaries: string[] = [];
  await publish({ ...outcome, pullRequest: 7 }, config, {
    secrets: { values: () => [] },
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

test('what one report meets costs no other, and a summary that cannot be written is in the log', async () => {
  const logged: string[] = [];
  const say = (text: string) => void logged.push(text);
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const outcome = { ...deployed(), pullRequest: 7 };
  await publish(outcome, config, {
    secrets: { values: () => [] },
    log: { info: say, warning: say, error: say, group: async (_title, work) => await work() },
    comments: { upsert: () => Promise.reject(full) },
    pulls: { headSha: async () => outcome.commit },
    results: {
      output: () => {
        throw full;
      },
      summary: () => Promise.reject(full),
    },
  });
  const text = logged.join('\n');
  expect(text).toContain('The comment could not be posted');
  expect(text).toContain('Later steps miss outputs of this one');
  expect(text).toContain('### Deployed');
  expect(text).toContain('Free space on the disk of the runner');
});
