import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { isRunning, processStartTime } from '../../../src/gateways/runner/run-state.js';
import { type ProcessRequest, runProcess } from '../../../src/gateways/terraform/process.js';
import { followLines } from '../../../src/gateways/terraform/process-output.js';
import { HELD, heldBy, letOn } from '../../held-command.js';
import { until } from '../../until.js';
import { type TerraformStack, terraformStack } from './stack.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wmd-process-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function shell(script: string, options: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    program: '/bin/sh',
    arguments: ['-c', script],
    directory: folder,
    environment: { PATH: process.env.PATH ?? '' },
    stdout: join(folder, 'stdout'),
    stderr: join(folder, 'stderr'),
    signal: new AbortController().signal,
    started: () => {},
    ...options,
  };
}

describe('a process that must survive its starter', () => {
  test('writes to files that only this user may read, and its exit code is told', async () => {
    const end = await runProcess(shell('readlink /proc/$$/fd/1 || true; echo out; echo err >&2; exit 7'));
    expect(end).toEqual({ code: 7, signal: null, interrupted: false });
    expect(readFileSync(join(folder, 'stdout'), 'utf8')).toContain('out\n');
    expect(readFileSync(join(folder, 'stderr'), 'utf8')).toBe('err\n');
    expect(statSync(join(folder, 'stdout')).mode & 0o777).toBe(0o600);
    if (existsSync('/proc/self/fd')) {
      expect(readFileSync(join(folder, 'stdout'), 'utf8')).toContain(`${join(folder, 'stdout')}\n`);
    }
  });

  test('leads its own process group, and is told of at once', async () => {
    let pid = 0;
    await runProcess(shell('ps -o pgid= -p $$', { started: (found) => (pid = found) }));
    expect(Number(readFileSync(join(folder, 'stdout'), 'utf8'))).toBe(pid);
  });

  test('gets no input to wait for, and nothing of our environment', async () => {
    await runProcess(shell('cat; env'));
    const names = readFileSync(join(folder, 'stdout'), 'utf8').match(/^\w+(?==)/gm) ?? [];
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual(['PATH']);
  });

  test('gets exactly one SIGINT, however often it is asked to stop, and is waited for', async () => {
    const controller = new AbortController();
    const script = `trap 'echo INT >> signals' INT; trap 'echo TERM >> signals' TERM
      echo ready; until test -e over; do sleep 0.1; done; echo finished; exit 0`;
    const ending = runProcess(shell(script, { signal: controller.signal }));
    await until(() => existsSync(join(folder, 'stdout')) && readFileSync(join(folder, 'stdout'), 'utf8') !== '');
    controller.abort();
    await until(() => existsSync(join(folder, 'signals')));
    controller.abort();
    // A second signal would come to a process that still runs.
    await sleep(100);
    letOn(folder);
    expect(await ending).toEqual({ code: 0, signal: null, interrupted: true });
    expect(readFileSync(join(folder, 'signals'), 'utf8')).toBe('INT\n');
    expect(readFileSync(join(folder, 'stdout'), 'utf8')).toBe('ready\nfinished\n');
  });

  test('that was ended by a signal has no exit code', async () => {
    expect(await runProcess(shell('kill -KILL $$'))).toEqual({ code: null, signal: 'SIGKILL', interrupted: false });
  });

  test('that was started but could not be remembered is stopped and waited for', async () => {
    let pid = 0;
    // It goes on for 20 s where nobody stops it, and says so.
    const work = 'i=0; while test $i -lt 200; do sleep 0.1; i=$((i+1)); done; echo > worked';
    const request = shell(`trap 'exit 1' INT TERM; ${work}`, {
      started: (found) => {
        pid = found;
        throw new Error('The disk is full');
      },
    });
    await expect(runProcess(request)).rejects.toThrow('The disk is full');
    expect(existsSync(join(folder, 'worked'))).toBe(false);
    expect(processStartTime(pid)).toBeUndefined();
  });

  test('that cannot be started is an error that names it', async () => {
    await expect(runProcess(shell('', { program: join(folder, 'missing') }))).rejects.toThrow(
      /missing could not be started\. Found: .*ENOENT/,
    );
  });
});

describe('lines of a growing file', () => {
  test('come as they are written, whole, with characters and lines in pieces', async () => {
    const lines: string[] = [];
    const path = join(folder, 'stdout');
    const follower = followLines(path, (line) => lines.push(line));
    const ending = runProcess(
      shell(`printf 'fi'; sleep 0.3; printf 'rst\\r\\n\\303'; sleep 0.3; printf '\\244\\n'; sleep 0.3; printf 'last'`),
    );
    await until(() => lines.length === 2);
    expect(lines).toEqual(['first', 'ä']);
    await ending;
    await follower.finish();
    expect(lines).toEqual(['first', 'ä', 'last']);
  });

  test('of a slow reader wait in the file: the writer ends while the first line is still being read', async () => {
    const lines: string[] = [];
    const written = join(folder, 'written');
    const follower = followLines(join(folder, 'stdout'), (line) => {
      lines.push(line);
      // Blocks the whole process. Through a pipe, which holds 64 KiB, the writer would never end.
      const giveUp = Date.now() + 15_000;
      while (!existsSync(written) && Date.now() < giveUp)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    });
    const line = 'x'.repeat(100);
    await runProcess(shell(`i=0; while [ $i -lt 10000 ]; do echo "${line} $i"; i=$((i+1)); done; touch written`));
    await follower.finish();
    expect(lines).toHaveLength(10_000);
    expect(lines.at(-1)).toBe(`${line} 9999`);
    expect(existsSync(written)).toBe(true);
  });

  test('written between the last look and the end are read too', async () => {
    const lines: string[] = [];
    const follower = followLines(join(folder, 'stdout'), (line) => lines.push(line));
    await sleep(30);
    // The follower waits for its next look now.
    writeFileSync(join(folder, 'stdout'), 'a\nb\n');
    await follower.finish();
    expect(lines).toEqual(['a', 'b']);
  });

  test('an error of the reader is thrown, not lost', async () => {
    writeFileSync(join(folder, 'stdout'), 'a\n');
    const follower = followLines(join(folder, 'stdout'), () => {
      throw new Error('The log is full');
    });
    await sleep(50);
    await expect(follower.finish()).rejects.toThrow('The log is full');
  });
});

describe('who a pid is', () => {
  test('the start time of a process stays, and there is none for one that ended', async () => {
    const child = spawn('sleep', ['30']);
    const pid = child.pid ?? 0;
    const first = processStartTime(pid);
    expect(first).toMatch(/^\d+$/);
    await sleep(50);
    expect(processStartTime(pid)).toBe(first);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(processStartTime(pid)).toBeUndefined();
  });

  test('another process with the same pid is not the one that was saved', () => {
    const { pid } = process;
    const startTime = processStartTime(pid) ?? '';
    expect(isRunning({ pid, startTime })).toBe(true);
    expect(isRunning({ pid, startTime: `${startTime}1` })).toBe(false);
  });
});

describe('a node that is killed', () => {
  let stack: TerraformStack;

  afterEach(() => stack.remove());

  test('does not take Terraform with it: the apply goes on to its end and releases the lock', async () => {
    stack = terraformStack({
      'main.tf': `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "${HELD}"
  }
}
resource "terraform_data" "after" {
  input = terraform_data.slow.id
}
`,
    });
    stack.terraform('init');
    stack.terraform('plan', '-out=saved.tfplan');
    const child = spawn(process.execPath, [starter(stack)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await firstLine(child.stdout));
    await heldBy(stack.directory);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    expect(processStartTime(pid)).toBeDefined();
    letOn(stack.directory);
    await until(() => processStartTime(pid) === undefined);
    expect(readFileSync(join(folder, 'apply.out'), 'utf8')).toContain('Apply complete! Resources: 2 added');
    expect(stack.terraform('state', 'list')).toBe('terraform_data.after\nterraform_data.slow\n');
    expect(existsSync(join(stack.directory, '.terraform.tfstate.lock.info'))).toBe(false);
  });

  /** A program of its own, of the real `process.ts`, so that a whole node can be killed. */
  function starter({ directory, environment }: TerraformStack): string {
    for (const file of ['errors', 'gateways/terraform/process']) {
      const { code } = transformFileSync(join(process.cwd(), 'src', `${file}.ts`), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      const name = basename(file);
      writeFileSync(join(folder, `${name}.js`), code.replace('../../errors.js', './errors.js'));
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const request = {
      program: '/usr/bin/env',
      arguments: ['terraform', 'apply', '-json', '-input=false', 'saved.tfplan'],
      directory,
      environment,
      stdout: join(folder, 'apply.out'),
      stderr: join(folder, 'apply.err'),
    };
    writeFileSync(
      join(folder, 'starter.js'),
      `import { runProcess } from './process.js';
await runProcess({ ...${JSON.stringify(request)}, signal: new AbortController().signal, started: (pid) => console.log(pid) });
`,
    );
    return join(folder, 'starter.js');
  }

  async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
    for await (const chunk of stream) return String(chunk).split('\n')[0] ?? '';
    throw new Error('The starter said nothing');
  }
});
