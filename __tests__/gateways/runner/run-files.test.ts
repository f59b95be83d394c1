import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lightPost } from '../../../src/gateways/runner/light-post.js';
import { actionsRunFiles, plansIn } from '../../../src/gateways/runner/run-files.js';

let temporary: string;
const before = { ...process.env };

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'run-files-'));
  writeFileSync(join(temporary, 'state'), '');
  Object.assign(process.env, { RUNNER_TEMP: temporary, GITHUB_STATE: join(temporary, 'state') });
});

afterEach(() => {
  process.env = { ...before };
  rmSync(temporary, { recursive: true, force: true });
});

describe("the run's files", () => {
  test('lie in a folder of this user alone; the plans go with the step, the rest with post', () => {
    const folder = actionsRunFiles.folder();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    mkdirSync(plansIn(folder));
    writeFileSync(join(plansIn(folder), 'deploy.tfplan'), 'secret');
    writeFileSync(join(folder, 'terraform'), '');
    actionsRunFiles.removePlans();
    expect([existsSync(plansIn(folder)), existsSync(join(folder, 'terraform'))]).toEqual([false, true]);
    process.env.STATE_files = folder;
    actionsRunFiles.removeAll();
    expect(existsSync(folder)).toBe(false);
  });
});

describe('post, where nothing is left to put in order', () => {
  test('deletes the files of the run, and that is all', () => {
    const folder = join(temporary, 'deployment-1');
    mkdirSync(folder);
    expect(lightPost({ STATE_started: 'yes', STATE_files: folder })).toBe(true);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['main itself', {}],
    ['a deployment that is still open', { STATE_started: 'yes', STATE_deployment: '{}' }],
    ['a Terraform that was cut off', { STATE_started: 'yes', STATE_terraform: '{}' }],
  ])('does nothing for %s', (_, state) => {
    const folder = join(temporary, 'deployment-2');
    mkdirSync(folder);
    expect(lightPost({ ...state, STATE_files: folder })).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });
});
