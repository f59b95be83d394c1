import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parseCommandFile } from '../../../local/runner.js';
import * as runner from '../../../src/gateways/runner/workflow-commands.js';

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'INPUT_VAR-FILES'];
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  for (const name of NAMES) delete process.env[name];
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(folder, { recursive: true });
});

function file(variable: string): string {
  const path = join(folder, variable);
  writeFileSync(path, '');
  process.env[variable] = path;
  return path;
}

describe('what the runner is told', () => {
  test('a message is one command, whatever it holds', () => {
    runner.error('100% of it\r\n::add-mask::x', { file: 'a:b,c.tf', line: 3 });
    expect(printed).toBe('::error file=a%3Ab%2Cc.tf,line=3::100%25 of it%0D%0A::add-mask::x\n');
  });

  test('a place that is not known is left out', () => {
    runner.warning('late', {});
    expect(printed).toBe('::warning::late\n');
  });

  test('a group ends, also when its work fails', async () => {
    await expect(
      runner.group('Plan', async () => {
        throw new Error('no plan');
      }),
    ).rejects.toThrow('no plan');
    expect(printed).toBe('::group::Plan\n::endgroup::\n');
  });

  test('outputs keep their lines, and a value cannot begin another output', () => {
    const path = file('GITHUB_OUTPUT');
    runner.setOutput('first', 'one\ntwo\n');
    const [, delimiter = ''] = /<<(\S+)/.exec(readFileSync(path, 'utf8')) ?? [];
    runner.setOutput('second', `x\n${delimiter}\nthird<<y\nz\ny`);
    expect(parseCommandFile(readFileSync(path, 'utf8'))).toEqual({
      first: 'one\ntwo\n',
      second: `x\n${delimiter}\nthird<<y\nz\ny`,
    });
    expect(printed).toBe('');
  });

  test('a runner without such files reads a command', () => {
    runner.saveState('started', 'yes');
    expect(printed).toBe('::save-state name=started::yes\n');
  });

  test('a file that the runner has not made is not made', () => {
    process.env.GITHUB_STEP_SUMMARY = join(folder, 'none');
    expect(() => runner.addSummary('# Plan')).toThrow('GITHUB_STEP_SUMMARY');
  });

  test('the summary is added to what stands there', () => {
    const path = file('GITHUB_STEP_SUMMARY');
    runner.addSummary('# One');
    runner.addSummary('# Two');
    expect(readFileSync(path, 'utf8')).toBe('# One\n# Two\n');
  });

  test('an input of lines is without blanks and empty lines', () => {
    process.env['INPUT_VAR-FILES'] = ' a.tfvars \n\n b.tfvars\n';
    expect(runner.getMultilineInput('var-files')).toEqual(['a.tfvars', 'b.tfvars']);
  });
});
