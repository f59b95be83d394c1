import { lstatSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningAction } from '../../local/runner.js';
import type { World } from '../faults/world.js';
import { descendants, end, isTerraform } from './processes.js';

/** One way in which a run is cut off, at some moment of it. */
export interface Kind {
  strike(running: RunningAction, world: World): void | Promise<void>;
  /** `false`: nothing runs afterwards, `post` neither. */
  readonly post: boolean;
  /** The node process is ended by what happens, so it reports nothing itself. */
  readonly isSilent: boolean;
  /** Only our own cloud can do so. */
  readonly ours?: true;
}

export const LYING = 'servers lie';
const PROXY = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' };
/** What the runner gives a step between its signals. */
const SIGTERM_MS = 7500;
const SIGKILL_MS = 2500;

const pidOf = ({ process: { pid = 0 } }: RunningAction) => pid;
const terraforms = (running: RunningAction) => descendants(pidOf(running)).filter(isTerraform);

/** As the runner ends a step that was cancelled or took too long. */
async function ended(running: RunningAction): Promise<void> {
  const isOver = () => running.process.exitCode !== null || running.process.signalCode !== null;
  running.process.kill('SIGINT');
  for (const [milliseconds, signal] of [
    [SIGTERM_MS, 'SIGTERM'],
    [SIGKILL_MS, 'SIGKILL'],
  ] as const) {
    for (let waited = 0; waited < milliseconds && !isOver(); waited += 100) await sleep(100);
    if (isOver()) return;
    running.process.kill(signal);
  }
}

function untilTheEnd(running: RunningAction, world: World): void {
  running.process.once('exit', () => world.thaw());
}

export const KINDS: Readonly<Record<string, Kind>> = {
  SIGINT: { post: true, isSilent: false, strike: (running) => void running.process.kill('SIGINT') },
  'SIGINT to the whole group': {
    post: true,
    isSilent: false,
    strike: (running) => end([-pidOf(running), ...terraforms(running)], 'SIGINT'),
  },
  "the runner's sequence": { post: true, isSilent: true, strike: async (running) => await ended(running) },
  'SIGKILL of node': { post: true, isSilent: true, strike: (running) => void running.process.kill('SIGKILL') },
  'SIGKILL of Terraform': {
    post: true,
    isSilent: false,
    strike: (running) => end(terraforms(running), 'SIGKILL'),
  },
  'SIGKILL of both': {
    post: true,
    isSilent: true,
    strike: (running) => end([...terraforms(running), pidOf(running)], 'SIGKILL'),
  },
  'the machine': {
    post: false,
    isSilent: true,
    strike: (running) => end([...descendants(pidOf(running)), pidOf(running)], 'SIGKILL'),
  },
  'the machine, node first': {
    post: false,
    isSilent: true,
    strike: (running) => end([pidOf(running), ...descendants(pidOf(running))], 'SIGKILL'),
  },
  'servers freeze, then the step times out': {
    post: true,
    isSilent: true,
    async strike(running, world) {
      untilTheEnd(running, world);
      world.freeze();
      await sleep(1000);
      await ended(running);
    },
  },
  [LYING]: {
    post: true,
    isSilent: false,
    ours: true,
    strike(running, world) {
      untilTheEnd(running, world);
      world.rehearsal.cloud.faults.add({ effect: PROXY });
    },
  },
  "the runner's files are full": { post: true, isSilent: false, strike: fill },
  'keys expire': {
    post: true,
    isSilent: false,
    ours: true,
    strike(running, { rehearsal: { cloud } }) {
      const { sts, s3, cloudfront } = cloud;
      const keys = ['AKIALOCALCLOUD', ...sts.store.sessions().map(({ accessKeyId }) => accessKeyId)];
      for (const key of keys) sts.store.expire(key);
      // Of somebody who gives the job new ones; a role's session is only ever replaced.
      const renewed = () => {
        s3.store.allowAccessKey('AKIALOCALCLOUD');
        cloudfront.store.allowAccessKey('AKIALOCALCLOUD');
      };
      running.finished.then(renewed, renewed);
    },
  },
};

/** Outputs, summary and state take nothing from now on, as on a full disk. */
function fill(running: RunningAction, { rehearsal }: World): void {
  const steps = join(rehearsal.folder, 'steps');
  const newest = readdirSync(steps)
    .map((name) => join(steps, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
  if (newest === undefined) return;
  for (const name of ['output', 'summary', 'state']) {
    const file = join(newest, name);
    const content = readFileSync(file);
    rmSync(file);
    symlinkSync('/dev/full', file);
    running.process.once('exit', () => {
      if (!lstatSync(file).isSymbolicLink()) return;
      rmSync(file);
      writeFileSync(file, content);
    });
  }
}
