import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerCounts, ServerRequest } from './site-server.js';

// Sync of a site, against the tools that people use today, one after the other on the same server. `--rounds N`,
// `--small` for a tenth of the files.

interface Tool {
  readonly name: string;
  command(folder: string, bucket: string, url: string): readonly [string, readonly string[]];
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-site-'));
const OURS: Tool = {
  name: 'this action',
  command: (site, bucket) => [process.execPath, [join(folder, 'bundle', 'index.js'), site, bucket]],
};
const PEERS: readonly Tool[] = [
  {
    name: 'aws s3 sync',
    command: (folder, bucket, url) => [
      'aws',
      ['s3', 'sync', folder, `s3://${bucket}`, '--delete', '--only-show-errors', '--endpoint-url', url],
    ],
  },
  {
    name: 'rclone',
    command: (folder, bucket, url) => [
      'rclone',
      [
        ...['sync', folder, `:s3,provider=Other,env_auth=true,endpoint="${url}":${bucket}`, '--config', '/dev/null'],
        ...['--checksum', '--fast-list', '--transfers', '64', '--checkers', '64', '--s3-no-head'],
        // The bucket is there, as it is for the others.
        '--s3-no-check-bucket',
      ],
    ],
  },
];

const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 3;
const scale = process.argv.includes('--small') ? 10 : 1;
const FILES = 5000 / scale;
const MANY = 20_000 / scale;
const tools = [OURS, ...PEERS.filter(({ name, command }) => has(name, command('', '', '')[0]))];
const times = new Map<string, Map<string, number[]>>();
const requests = new Map<string, Map<string, number>>();

const server = fork(here('bench-site-server.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
let buckets = 0;
try {
  bundle(join(folder, 'bundle'));
  const { environment } = (await answer(server)) as { environment: Record<string, string> };
  const url = environment.AWS_ENDPOINT_URL_S3 ?? '';
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) {
      const site = join(folder, 'site');
      writeSite(site, FILES);
      const bucket = await newBucket();
      const run = async (name: string) => await measure(name, tool, site, bucket, url, environment);
      await run(`first sync of ${FILES} files of 4 KiB`);
      await run('nothing changed');
      touch(site, FILES);
      await run('all modification times new');
      for (let n = 0; n < 50; n++) writeFileSync(fileOf(site, n), content(n, `round ${round}`));
      await run('50 changed');
      rmSync(site, { recursive: true });
    }
  }
  for (const tool of tools) {
    const site = join(folder, 'many');
    writeSite(site, MANY);
    const bucket = await newBucket();
    await start(tool, site, bucket, url, environment);
    for (let round = 0; round < rounds; round++)
      await measure(`${MANY} unchanged`, tool, site, bucket, url, environment);
    rmSync(site, { recursive: true });
  }
  report();
  await invalidations(url, environment);
} finally {
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

/** As `dist/` is made: what a runner starts is one bundle, and not the hundreds of files of its packages. */
function bundle(to: string): void {
  const ncc = join(process.cwd(), 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const made = spawnSync(process.execPath, [ncc, 'build', here('bench-site-deploy.js'), '-o', to, '-q']);
  if (made.status !== 0) throw new Error(`ncc ended with ${made.status}: ${made.stderr}`);
}

async function invalidations(url: string, environment: Record<string, string>): Promise<void> {
  const site = join(folder, 'invalidated');
  writeSite(site, FILES);
  const bucket = await newBucket();
  const withEdge: Tool = {
    name: 'ours',
    command: (at, name) => [process.execPath, [join(folder, 'bundle', 'index.js'), at, name, `E${name}`]],
  };
  const paths: string[] = [];
  for (const change of ['first sync', 'nothing changed', '50 changed']) {
    if (change === '50 changed') for (let n = 0; n < 50; n++) writeFileSync(fileOf(site, n), content(n, change));
    const before = (await count()).invalidatedPaths;
    await start(withEdge, site, bucket, url, environment);
    paths.push(`${change} ${(await count()).invalidatedPaths - before}`);
  }
  console.log(`\nInvalidated paths of this action: ${paths.join(', ')}.`);
}

async function measure(
  name: string,
  tool: Tool,
  site: string,
  bucket: string,
  url: string,
  environment: Record<string, string>,
): Promise<void> {
  await count();
  readAll(site);
  const began = performance.now();
  await start(tool, site, bucket, url, environment);
  const seconds = (performance.now() - began) / 1000;
  const ofRow = times.get(name) ?? new Map<string, number[]>();
  times.set(name, ofRow.set(tool.name, [...(ofRow.get(tool.name) ?? []), seconds]));
  const counted = requests.get(name) ?? new Map<string, number>();
  requests.set(name, counted.set(tool.name, (await count()).requests));
}

/** One of the tools tells the system to forget what it has read, and the next run would wait for the disk. */
function readAll(site: string): void {
  const paths = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of paths) readFileSync(join(parentPath, name));
}

async function start(
  tool: Tool,
  site: string,
  bucket: string,
  url: string,
  environment: Record<string, string>,
): Promise<void> {
  // A bundle of certificates is of no use on loopback, and one of the tools does not start with it.
  const { AWS_CA_BUNDLE: _bundle, ...withoutBundle } = process.env;
  const [command, parameters] = tool.command(site, bucket, url);
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...withoutBundle, ...environment, AWS_EC2_METADATA_DISABLED: 'true', NODE_NO_WARNINGS: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${tool.name} ended with ${code}`);
}

function report(): void {
  const columns = tools.map(({ name }) => name);
  console.log(
    `| median of ${rounds}, seconds (requests) | ${columns.join(' | ')} |\n|---|${columns.map(() => '---').join('|')}|`,
  );
  for (const [row, ofRow] of times) {
    const ours = median(ofRow.get(OURS.name) ?? []);
    const cells = columns.map((name) => {
      const seconds = median(ofRow.get(name) ?? []);
      const ratio = name === OURS.name ? '' : `, ${(seconds / ours).toFixed(1)} x ours`;
      return `${seconds.toFixed(2)} (${requests.get(row)?.get(name)})${ratio}`;
    });
    console.log(`| ${row} | ${cells.join(' | ')} |`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function fileOf(site: string, n: number): string {
  return n === 0 ? join(site, 'index.html') : join(site, `part-${n % 50}`, `file-${n}.txt`);
}

function content(n: number, salt: string): Buffer {
  return Buffer.alloc(4096, `${n} ${salt} `);
}

function writeSite(site: string, files: number): void {
  for (let n = 0; n < 50; n++) mkdirSync(join(site, `part-${n}`), { recursive: true });
  for (let n = 0; n < files; n++) writeFileSync(fileOf(site, n), content(n, 'first'));
}

function touch(site: string, files: number): void {
  const now = new Date(Date.now() + 60_000);
  for (let n = 0; n < files; n++) utimesSync(fileOf(site, n), now, now);
}

function has(name: string, command: string): boolean {
  if (spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0) return true;
  console.log(`${name} is not on PATH: its column is left out.`);
  return false;
}

async function newBucket(): Promise<string> {
  const bucket = `bench-${++buckets}`;
  await ask({ newBucket: bucket });
  return bucket;
}

async function count(): Promise<ServerCounts> {
  return (await ask({ count: true })) as ServerCounts;
}

async function ask(request: ServerRequest): Promise<unknown> {
  const answered = answer(server);
  server.send(request);
  return await answered;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
