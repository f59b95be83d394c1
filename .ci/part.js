import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const REPORTS = 'reports';

/** One part of CI while it runs: its checks, their counts, and where it writes. */
export class Part {
  rows = [];
  #name;
  /** A file descriptor: the terminal's, or a log's. */
  #out;

  /** @param log where its output goes; without it, straight to the terminal */
  constructor(name, log) {
    this.#name = name;
    this.#out = log === undefined ? 1 : openSync(log, 'w');
  }

  close() {
    if (this.#out !== 1) closeSync(this.#out);
  }

  /** A command that passes or fails as a whole. */
  async check(name, { command, typed }, environment) {
    this.#heading(name, typed);
    const began = Date.now();
    const passed = await this.#run(command, environment);
    this.#record(name, { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }, began);
  }

  /** A test runner that writes a report, Jest's or `{ passed, failed, skipped }`: only what that says is counted. */
  async suite(name, { command, typed }, environment) {
    this.#heading(name, typed);
    const file = join(REPORTS, `${name.replace(/\W+/g, '-')}.json`);
    const began = Date.now();
    const succeeded = await this.#run(command, { ...environment, REPORT_FILE: file });
    const found = countsOf(file);
    const silent = found.passed + found.failed + found.skipped === 0;
    // A runner can also fail outside any test: an open handle, a missing report, a crash.
    if (found.failed === 0 && (silent || !succeeded)) found.failed = 1;
    this.#record(name, found, began, silent ? 'no test was reported' : '');
  }

  /** A part that threw has not passed. */
  failed(error) {
    this.#say(`\n${error.stack}`);
    this.#record(this.#name, { passed: 0, failed: 1, skipped: 0 }, Date.now(), String(error));
  }

  /** Installs a Debian package where that is possible; what is still missing afterwards is reported by who needs it. */
  async debian(program, packageName) {
    if (onPath(program) || !onPath('apt-get')) return;
    const install = `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ${packageName} > /dev/null`;
    await this.#run(['sh', '-c', install]);
  }

  /** The bundle is started on the Node that the action runs on; what needs no bundle runs on this one. */
  async nodeOfActions() {
    const folder = mkdtempSync(join(tmpdir(), 'node24-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const installed = await this.#run(['npm', 'install', '--no-save', '--silent', '--prefix', folder, 'node@24']);
    const binary = join(folder, 'node_modules', '.bin', 'node');
    if (installed && existsSync(binary)) return { NODE24: binary, ACTION_NODE: binary };
    this.#skipped('the bundle on Node 24', 'the npm package node@24 could not be installed');
    return {};
  }

  /** What could not run here, loudly: it is counted, and never passes in silence. */
  #skipped(name, why) {
    this.#say(`\n=== ${name}\n!!! NOT RUN: ${why}`);
    this.#record(name, { passed: 0, failed: 0, skipped: 1 }, Date.now(), `not run: ${why}`);
  }

  #heading(name, typed) {
    this.#say(`\n=== ${name}\n    ${typed}`);
  }

  #say(text) {
    writeSync(this.#out, `${text}\n`);
  }

  #record(name, found, began, note = '') {
    this.rows.push({ name, ...found, seconds: Math.round((Date.now() - began) / 1000), note });
  }

  #run([program, ...args], environment = {}) {
    const to = this.#out === 1 ? 'inherit' : this.#out;
    const options = { stdio: ['ignore', to, to], env: { ...process.env, ...environment } };
    return new Promise((resolve) => {
      spawn(program, args, options)
        .on('error', (error) => {
          this.#say(String(error));
          resolve(false);
        })
        .on('close', (status) => resolve(status === 0));
    });
  }
}

function onPath(program) {
  return spawnSync('sh', ['-c', `command -v "$0"`, program], { stdio: 'ignore' }).status === 0;
}

function countsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if ('numPassedTests' in report) {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  }
  return { passed: report.passed, failed: report.failed, skipped: report.skipped };
}
