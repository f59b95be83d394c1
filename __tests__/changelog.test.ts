import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const CHANGELOG = readFileSync('CHANGELOG.md', 'utf8');
const action = parse(readFileSync('action.yml', 'utf8'));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What `* Inputs added: ...` and its kin name, over all versions. */
function named(what: string): string[] {
  const entries = [...CHANGELOG.matchAll(new RegExp(`^\\* ${what}: ((?:.|\\n {2})*)`, 'gm'))];
  return entries.flatMap(([, list = '']) => [...list.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name));
}

describe('CHANGELOG.md', () => {
  test.each([
    ['Inputs', Object.keys(action.inputs)],
    ['Outputs', Object.keys(action.outputs)],
  ])('names the %s of action.yml: what was added and not removed', (kind, names) => {
    const removed = named(`${kind} removed`);
    const present = named(`${kind} added`).filter((name) => !removed.includes(name));
    // One that is new: a line "* Inputs added: `NAME`." in the section of the coming version.
    expect(present.sort()).toEqual([...names].sort());
  });

  test('has a section for the version in package.json, and newer versions first', () => {
    const versions = [...CHANGELOG.matchAll(/^## (\d+)\.(\d+)\.(\d+)/gm)].map(([, ...parts]) => parts.map(Number));
    expect(versions.map((parts) => parts.join('.'))).toContain(version);
    const order = versions.map(([major = 0, minor = 0, patch = 0]) => (major * 1000 + minor) * 1000 + patch);
    expect(order).toEqual([...order].sort((a, b) => b - a));
  });

  test('every snippet asks for the major version that package.json has', () => {
    const major = version.split('.')[0];
    for (const path of [
      'README.md',
      'docs/migrating.md',
      'examples/action-alone.yml',
      'examples/reusable-workflow.yml',
    ]) {
      const asked = [...readFileSync(path, 'utf8').matchAll(/OWNER\/well-managed-deployments\S*@v([\w.-]+)/g)];
      expect(asked.length).toBeGreaterThan(0);
      for (const [, found] of asked) expect([path, found]).toEqual([path, major]);
    }
  });
});
