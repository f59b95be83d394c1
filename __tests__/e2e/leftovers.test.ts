import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import type { RunningAction } from '../../local/runner.js';
import { HELD, heldBy, letOn } from '../held-command.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

const SECRET = 'hunter2-hunter2-hunter2';

/** A plan with a secret, and an apply that lasts until the test has looked. */
const holding = (command: string) => `
variable "pw" {
  type      = string
  sensitive = true
}
resource "terraform_data" "slow" {
  input = var.pw
  provisioner "local-exec" {
    command = "${command}"
  }
}
`;

interface Left {
  /** When `main` ended, and later steps of the job could look. */
  readonly afterMain: readonly string[];
  readonly afterPost: readonly string[];
  /** While Terraform applied: paths and modes of what holds the secret. */
  readonly during: readonly string[];
  readonly exitCode: number | null;
}

async function left(after: string, interrupt: (running: RunningAction) => unknown = () => {}): Promise<Left> {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: holding(`${HELD}; ${after}`) } });
  const temp = join(rehearsal.folder, 'runner-temp');
  mkdirSync(temp);
  const running = await rehearsal.deploying({
    inputs: { 'site-directory': '' },
    environment: { RUNNER_TEMP: temp, TF_VAR_pw: SECRET },
  });
  let afterMain: readonly string[] = ['main did not end'];
  running.process.on('exit', () => {
    afterMain = listed(temp);
  });
  const infra = join(rehearsal.git.path, 'infra');
  await heldBy(infra);
  const during = listed(temp);
  await interrupt(running);
  letOn(infra);
  const { exitCode } = await running.finished;
  return { afterMain, afterPost: listed(temp), during, exitCode };
}

/** Every path below a folder, with the rights of others to it. */
function listed(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
    try {
      return `${(statSync(join(folder, path)).mode & 0o077) === 0 ? 'private' : 'OPEN'} ${path}`;
    } catch {
      return `gone ${path}`;
    }
  });
}

/** What `main` may leave for `post`: the folder, and which addresses an apply that did not end well has made. */
const forPost = /^private deployment-\w+(?:\/apply-[\w-]+\.out\.events)?$/;
const beyondPost = (paths: readonly string[]) => paths.filter((path) => !forPost.test(path));

describe('a full disk', () => {
  test('keeps no deploy from its result: outputs and summary are lost, its text is in the log, and no stack', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const full = { GITHUB_OUTPUT: '/dev/full', GITHUB_STEP_SUMMARY: '/dev/full' };
    const { exitCode, log } = await rehearsal.deployed({ environment: full });
    expect(exitCode).toBe(0);
    expect(log).toContain('::warning::Later steps miss outputs of this one, which could not be set');
    expect(log).toContain('The job summary could not be written; its text follows here');
    expect(log).toContain('### Deployed `dev`');
    expect(log).not.toMatch(/^\s+at .*index\.js/m);
    expect(rehearsal.github.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual(['success']);
  });

  test('from the beginning ends a run in words, before anything is changed', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { exitCode, log } = await rehearsal.deployed({ environment: { GITHUB_STATE: '/dev/full' } });
    expect(exitCode).toBe(1);
    expect(log).toContain("The runner's disk refused to read or write a file");
    expect(log).not.toMatch(/^\s+at .*index\.js/m);
    expect(rehearsal.cloud.journal.writes()).toEqual([]);
  });
});

describe("what stays in the runner's temporary folder", () => {
  test.each([
    ['a success', ':', 0],
    ['a failure', 'exit 3', 1],
  ])('nothing after %s; meanwhile only this user may read it', async (_name, after, code) => {
    const { afterMain, afterPost, during, exitCode } = await left(after);
    expect(exitCode).toBe(code);
    expect(during.filter((path) => path.endsWith('deploy.tfplan')).length).toBe(1);
    expect(during.filter((path) => path.startsWith('OPEN'))).toEqual([]);
    expect(beyondPost(afterMain)).toEqual([]);
    expect(afterPost).toEqual([]);
  });

  test('nothing after a cancel', async () => {
    const { afterMain, afterPost, exitCode } = await left(':', async ({ process: node }) => {
      node.kill('SIGINT');
      await once(node, 'exit');
    });
    expect(exitCode).toBe(1);
    expect(beyondPost(afterMain)).toEqual([]);
    expect(afterPost).toEqual([]);
  });

  test('nothing after a kill', async () => {
    const { afterMain, afterPost, exitCode } = await left(':', async ({ process: node }) => {
      node.kill('SIGKILL');
      await once(node, 'exit');
    });
    expect(exitCode).toBeNull();
    expect(afterMain.some((path) => path.endsWith('deploy.tfplan'))).toBe(true);
    expect(afterPost).toEqual([]);
  });

  test('a state that could not be saved is for this user alone', async () => {
    const { afterPost } = await left(':', () => {
      // From here on the bucket takes no state.
      const effect = { status: 403 };
      rehearsal.cloud.faults.add({ service: 's3', operation: 'PutObject', path: /dev\.tfstate$/, times: 99, effect });
    });
    const errored = join(rehearsal.git.path, 'infra', 'errored.tfstate');
    expect(readFileSync(errored, 'utf8')).toContain(SECRET);
    expect(statSync(errored).mode & 0o077).toBe(0);
    expect(afterPost).toEqual([]);
    // The state is pushed again for more than a minute before it is given up.
  }, 180_000);
});
