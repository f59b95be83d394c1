import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { profileTable } from './profile.js';
import { change, readAll, touch, writeLarge, writeSite } from './sample-sites.js';
import type { Counts, Order, Started } from './site-server.js';
import { OURS, siteTools, type Tool } from './site-tools.js';

// A site deployed as a whole step, against the tools that people use today, one after the other on the same servers.
// `--rounds N`, `--small` for a tenth of the files, `--only TOOL,TOOL`. `--profile ROW`: this action alone,
// once, and where the time of that row goes (`--profile "nothing changed"`); Node 22 or newer, as `ACTION_NODE` names it.

const rounds =
  Number(process.argv[process.argv.indexOf('--rounds') + 1]) || (process.argv.includes('--profile') ? 1 : 5);
const scale = process.argv.includes('--small') ? 10 : 1;
const argument = (flag: string) =>
  process.argv.includes(flag) ? (process.argv[process.argv.indexOf(flag) + 1] ?? '') : undefined;
const profiled = argument('--profile');
const only = profiled === undefined ? (argument('--only')?.split(',') ?? []) : [OURS];
const FILES = 5000 / scale;
const MANY = 20_000 / scale;
const MEBIBYTE = 1024 * 1024;
/** As between a runner and a region of AWS. */
const LATENCY_MS = 20;

interface Measured {
  readonly seconds: number;
  readonly requests: number;
  readonly memory: number | undefined;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-site-'));
const profiles = join(folder, 'profiles');
const rows = new Map<string, Map<string, Measured[]>>();
const firstRequests: number[] = [];
const server = fork(fileURLToPath(new URL('site-server.js', import.meta.url)), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
let buckets = 0;
try {
  const started = (await answer(server)) as Started;
  const tools = (await siteTools(folder, started)).filter(
    ({ name }) => only.length === 0 || name === OURS || only.includes(name),
  );
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) {
      await small(tool, '', 0, round);
      if (tool.name !== 'aws') await small(tool, `, ${LATENCY_MS} ms away`, LATENCY_MS, round);
      await afresh(`200 files of 1 MiB`, tool, (site) => writeLarge(site, 200 / scale, MEBIBYTE));
      await afresh(`one file of 500 MB`, tool, (site) => writeLarge(site, 1, (500 * MEBIBYTE) / scale));
    }
  }
  for (const tool of tools) {
    const site = join(folder, 'site');
    writeSite(site, MANY);
    const bucket = await newBucket();
    await tool.sync(site, bucket);
    for (let round = 0; round < rounds; round++) await measure(`${MANY} unchanged`, tool, site, bucket);
    rmSync(site, { recursive: true });
  }
  report(tools);
  if (profiled !== undefined && !rows.has(profiled)) throw new Error(`No row is called "${profiled}"`);
  if (profiled !== undefined) console.log(`\n"${profiled}", by function:\n${profileTable(profiles)}`);
} finally {
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

async function small(tool: Tool, where: string, latencyMs: number, round: number): Promise<void> {
  await ask({ latencyMs });
  const site = join(folder, 'site');
  writeSite(site, FILES);
  const bucket = await newBucket();
  await measure(`first sync of ${FILES} files of 4 KiB${where}`, tool, site, bucket);
  await measure(`nothing changed${where}`, tool, site, bucket);
  touch(site, FILES);
  await measure(`all modification times new${where}`, tool, site, bucket);
  change(site, 50, `round ${round}`);
  await measure(`50 changed${where}`, tool, site, bucket);
  rmSync(site, { recursive: true });
  await ask({ latencyMs: 0 });
}

async function afresh(row: string, tool: Tool, write: (site: string) => void): Promise<void> {
  const site = join(folder, 'site');
  write(site);
  await measure(row, tool, site, await newBucket());
  rmSync(site, { recursive: true });
}

async function measure(row: string, tool: Tool, site: string, bucket: string): Promise<void> {
  await ask({ count: true });
  readAll(site);
  const { seconds, beganAt, memory } = await tool.sync(site, bucket, row === profiled ? profiles : undefined);
  const { requests, firstAt } = (await ask({ count: true })) as Counts;
  const ofRow = rows.get(row) ?? new Map<string, Measured[]>();
  rows.set(row, ofRow.set(tool.name, [...(ofRow.get(tool.name) ?? []), { seconds, requests, memory }]));
  if (tool.name === OURS && firstAt !== undefined) firstRequests.push(firstAt - beganAt);
}

function report(tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name);
  console.log(
    `| median of ${rounds}, seconds (requests; MiB at its peak) | ${names.join(' | ')} |\n|---|${names.map(() => '---').join('|')}|`,
  );
  for (const [row, ofRow] of rows) {
    const ours = median((ofRow.get(OURS) ?? []).map(({ seconds }) => seconds));
    const cells = names.map((name) => {
      const measured = ofRow.get(name);
      if (measured === undefined) return '';
      const seconds = median(measured.map((each) => each.seconds));
      const ratio = name === OURS ? '' : `, ours/it ${(ours / seconds).toFixed(2)}`;
      const requests = median(measured.map((each) => each.requests));
      const memory = median(measured.flatMap((each) => each.memory ?? []));
      return `${seconds.toFixed(2)} (${requests}${Number.isNaN(memory) ? '' : `; ${memory.toFixed(0)} MiB`})${ratio}`;
    });
    console.log(`| ${row} | ${cells.join(' | ')} |`);
  }
  console.log(
    `\nFrom the start to the first request: ${median(firstRequests).toFixed(0)} ms, median of ${firstRequests.length}.`,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function newBucket(): Promise<string> {
  const bucket = `bench-${++buckets}`;
  await ask({ newBucket: bucket });
  return bucket;
}

async function ask(order: Order): Promise<unknown> {
  const answered = answer(server);
  server.send(order);
  return await answered;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
