import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionDefinition } from '../scripts/generate/action-definition.js';
import { INPUT_GROUPS } from '../scripts/generate/input-groups.js';
import { readmeWithTables } from '../scripts/generate/readme-tables.js';
import { WORKFLOW } from '../scripts/generate/workflow-inputs.js';
import { INPUTS } from '../src/config/parse-config.js';
import { OUTPUTS } from '../src/report/outputs.js';

const action = parse(readFileSync('action.yml', 'utf8'));
const readme = readFileSync('README.md', 'utf8');

describe('the interface is the same everywhere', () => {
  test('action.yml lists exactly the inputs that the reader reads', () => {
    expect(Object.keys(action.inputs)).toEqual(Object.keys(INPUTS));
  });

  test('every input stands in one group of the README, and no input exists that no group names', () => {
    const grouped = Object.values(INPUT_GROUPS).flat() as string[];
    expect(new Set(grouped).size).toBe(grouped.length);
    expect(Object.keys(action.inputs).filter((name) => !grouped.includes(name))).toEqual([]);
    for (const [group, names] of Object.entries(INPUT_GROUPS)) {
      const rows = names.filter((name) => name in action.inputs);
      if (rows.length === 0) continue;
      const table = readme.split(`\n**${group}**\n`)[1]?.split('\n**')[0] ?? '';
      const listed = [...(table.split('<!--')[0]?.matchAll(/^\| `([\w-]+)` \|/gm) ?? [])].map(([, name]) => name);
      expect([group, listed]).toEqual([group, rows]);
    }
  });

  test('the README says in front of the table that most inputs can be left out', () => {
    const before = readme.split('## Inputs')[1]?.split('<!-- inputs:start -->')[0] ?? '';
    expect(before).toContain('Most workflows need only those of the first lines above.');
  });

  test('action.yml lists exactly the outputs that are written', () => {
    expect(Object.keys(action.outputs)).toEqual([...OUTPUTS]);
  });

  test('every input and output has a description that is a sentence', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)] as {
      description: string;
    }[]) {
      expect(description).toMatch(/^[`A-Z].*\.$/s);
    }
  });

  test('every default in action.yml is one that the reader accepts', () => {
    for (const [name, parser] of Object.entries(INPUTS)) {
      if (name === 'github-token') continue;
      const text = String(action.inputs[name].default ?? '');
      expect([name, 'value' in parser(text)]).toEqual([name, true]);
    }
  });

  test("the README's tables are those that action.yml generates", () => {
    expect(readme).toBe(readmeWithTables(readme, readActionDefinition(), readFileSync(WORKFLOW, 'utf8')));
  });
});
