import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { read, yamlFiles } from './files.js';
import { gitHubProblems } from './github-validator.js';

const README = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
const FILES = [
  ...yamlFiles('.github/workflows'),
  ...yamlFiles('examples'),
  { path: 'the first screen of the README', text: README },
];

describe("GitHub's own parser and validator", () => {
  test.each(FILES)('find nothing in $path', async (file) => {
    expect(await gitHubProblems(file)).toEqual([]);
  });

  const { text, path } = read('.github/workflows/deploy.yml');
  test.each([
    ['an unknown key of a job', '    timeout-minutes: 120', '    timeout-minute: 120'],
    ['an unknown permission', 'contents: read', 'content: read'],
    ['an unknown key of an environment', 'deployment: false', 'deployments: false'],
    ['an unknown value of a queue', 'queue: max', 'queue: maximum'],
    ['an unknown function', 'toJSON(inputs)', 'toYAML(inputs)'],
    ['a job that is needed and missing', 'needs: build', 'needs: builds'],
    ['an expression that is not one', "inputs.operation != 'destroy'", "inputs.operation != 'destroy"],
    ['no YAML', 'permissions: {}', 'permissions: {'],
  ])('find %s', async (_what, from, to) => {
    const broken = text.replace(from, to);
    expect(broken).not.toBe(text);
    expect(await gitHubProblems({ path, text: broken })).not.toEqual([]);
  });
});
