import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** What `.ci/checks.js` says it has, asked by a name that it does not have. */
function parts(): string[] {
  const { status, stderr } = spawnSync(process.execPath, ['.ci/checks.js', 'no-such-part'], { encoding: 'utf8' });
  expect(status).toBe(2);
  return (/The parts: (.+)/.exec(stderr)?.[1] ?? '').split(', ');
}

/** The parts that the jobs of GitHub's CI run. */
function jobs(): string[] {
  const listed = /parts:\s*\[([^\]]+)\]/.exec(readFileSync('.github/workflows/ci.yml', 'utf8'))?.[1] ?? '';
  const rows = listed.split(',').map((job) => job.trim());
  return rows.filter((job) => job !== '').flatMap((job) => job.split(' '));
}

/** The commands of each part, asked of a part that runs nothing. */
function commands(): Readonly<Record<string, { readonly alone: boolean; readonly commands: readonly string[] }>> {
  const script = `
    import { PARTS } from './.ci/parts.js';
    const said = {};
    for (const [name, { alone = false, run }] of Object.entries(PARTS)) {
      const commands = [];
      const note = (_, { command }) => void commands.push(command.join(' '));
      await run({ check: note, suite: note, debian: () => undefined, nodeOfActions: () => ({}) });
      said[name] = { alone, commands };
    }
    console.log(JSON.stringify(said));`;
  return JSON.parse(spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout);
}

describe('CI', () => {
  test('builds in no part that runs beside another: it would read what is half written', () => {
    const said = Object.entries(commands());
    expect(said.map(([name]) => name).sort()).toEqual(parts().sort());
    for (const [, part] of said) expect(part.commands.length).toBeGreaterThan(0);
    const beside = said.filter(([, { alone }]) => !alone).flatMap(([, part]) => part.commands);
    expect(beside.filter((command) => /\b(npm|tsc|ncc)\b/.test(command))).toEqual([]);
  });

  test('on GitHub runs every part of .ci/checks.js once', () => {
    const names = jobs().map((part) => part.split(':')[0] ?? '');
    expect([...new Set(names)].sort()).toEqual(parts().sort());
    expect(names.filter((name) => name !== 'tests').length).toBe(parts().length - 1);
  });

  test('on GitHub divides the tests into shares that make a whole', () => {
    const shares = jobs()
      .filter((part) => part.startsWith('tests'))
      .map((part) => part.slice('tests:'.length));
    expect(shares).toEqual(shares.map((_, index) => `${index + 1}/${shares.length}`));
  });
});
