import { parentPort, workerData } from 'node:worker_threads';
import { archiveTarget } from './archive-target.js';
import { awsTarget } from './aws-target.js';
import { type Cases, fuzzed } from './fuzzed.js';
import { gitHubTarget } from './github-target.js';
import { recordTarget } from './record-target.js';
import { textTargets } from './text-targets.js';

export interface WorkerData extends Cases {
  readonly target: string;
  /** What the watching thread reads: the number of the case that runs. */
  readonly running: SharedArrayBuffer;
}

const { target: name, running, ...cases } = workerData as WorkerData;
const current = new Int32Array(running);
const gitHub = await gitHubTarget();
const aws = await awsTarget();
const target = [...textTargets(), archiveTarget(), recordTarget(), gitHub, aws].find((one) => one.name === name);
if (target === undefined) throw new Error(`There is no target "${name}"`);
parentPort?.postMessage(await fuzzed(target, cases, (at) => Atomics.store(current, 0, at)));
gitHub.stop();
aws.stop();
