import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CloudOptions, type LocalCloud, startCloud } from '../../../local/cloud.js';
import type { DistributionRequest, RunningDistribution } from '../../../local/cloudfront/local-cloudfront.js';
import { connectSite } from '../../../src/gateways/connect-site.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import type { SiteReport } from '../../../src/operation/run/outcome.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { deploySite, RESTORE_SITE_STEPS, SITE_STEPS, siteRollback } from '../../../src/operation/site/deploy.js';
import { previewSite } from '../../../src/operation/site/preview.js';
import type { SiteRequest } from '../../../src/operation/site/request.js';
import type { Log } from '../../../src/ports/run.js';
import type { SitePorts } from '../../../src/ports/site.js';
import { referencesOf } from '../../../src/site/page-references.js';
import type { SyncPlan } from '../../../src/site/sync-plan.js';
import type { StackOutputs } from '../../../src/terraform/command/stack-outputs.js';

export type Files = Readonly<Record<string, string | Buffer>>;

type Visit = (path: string) => Promise<{ readonly status: number; readonly text: string }>;

/** A cloud, a bucket, a distribution and a folder: what a deploy of a site needs, over real HTTP. */
export interface SiteStage {
  readonly cloud: LocalCloud;
  readonly edge: RunningDistribution;
  readonly bucket: ReturnType<LocalCloud['s3']['store']['createBucket']>;
  readonly said: string[];
  /** Runs that GitHub calls completed. */
  readonly completedRuns: Set<string>;
  /** Replaces the built folder, as a fresh checkout and build does: every modification time is new. */
  build(files: Files): void;
  request(change?: Partial<SiteRequest>): SiteRequest;
  ports(signal?: AbortSignal): SitePorts;
  deploy(change?: Partial<SiteRequest>, ports?: SitePorts): Promise<SiteReport>;
  /** The report of a deploy that failed, and its error. */
  failedDeploy(change?: Partial<SiteRequest>, ports?: SitePorts): Promise<{ error: Error; report?: SiteReport }>;
  /** @param wanted the one before the live one where it is not given */
  rollback(
    wanted?: string,
    change?: Partial<SiteRequest>,
    ports?: SitePorts,
    outputs?: StackOutputs,
  ): Promise<SiteReport>;
  preview(change?: Partial<SiteRequest>): Promise<SyncPlan>;
  visit(path: string): Promise<{ status: number; text: string; type: string; cacheControl: string }>;
  /** Every page that the edge serves and each file that it names: those that are missing, as `page -> file`. */
  brokenReferences(pages: readonly string[], visit?: Visit): Promise<readonly string[]>;
  /** What an edge without a cache would serve of the files under this prefix. */
  uncached(prefix: string): Visit;
  keys(): readonly string[];
  stop(): Promise<void>;
}

export async function siteStage(
  options: { readonly cloud?: CloudOptions; readonly distribution?: Partial<DistributionRequest> } = {},
): Promise<SiteStage> {
  const cloud = await startCloud(options.cloud);
  const bucket = cloud.s3.store.createBucket('shop-site');
  const edge = await cloud.cloudfront.addDistribution({ id: 'E1SHOP', bucket: 'shop-site', ...options.distribution });
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  const directory = join(folder, 'dist');
  const said: string[] = [];
  const completedRuns = new Set<string>();
  const log: Log = {
    info: (message) => said.push(message),
    warning: (message) => said.push(`warning: ${message}`),
    error: (message) => said.push(`error: ${message}`),
    group: async (_title, work) => await work(),
  };
  let builds = 0;

  const stage: SiteStage = {
    cloud,
    edge,
    bucket,
    said,
    completedRuns,
    build(files) {
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
      builds += 1;
      const when = new Date(Date.now() + builds * 60_000);
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), content);
        utimesSync(join(directory, path), when, when);
      }
    },
    request: (change = {}) => ({
      directory,
      bucket: 'shop-site',
      prefix: '',
      distributions: ['E1SHOP'],
      url: edge.url,
      cacheRules: [],
      exclude: [],
      keepUnreferencedDays: 7,
      maxDeletes: 1000,
      invalidation: 'changed',
      verifyTimeoutSeconds: 5,
      releaseFile: 'release.json',
      commit: 'c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
      stage: 'dev',
      run: { id: '1', attempt: '1', url: 'https://github.test/shop/runs/1' },
      now: new Date('2026-11-25T12:00:00Z'),
      ...change,
    }),
    ports(signal = new AbortController().signal) {
      Object.assign(process.env, cloud.environment());
      const runs = { isCompleted: async (id: string) => completedRuns.has(id) };
      return connectSite({ directory, bucket: 'shop-site', s3: s3Connection({ signal }), runs, log, signal });
    },
    async deploy(change, ports = stage.ports()) {
      return await deploySite(stage.request(change), ports, new Progress(log, ports.signal, SITE_STEPS));
    },
    async failedDeploy(change, ports = stage.ports()) {
      let report: SiteReport | undefined;
      const progress = new Progress(log, ports.signal, SITE_STEPS);
      try {
        await deploySite(stage.request(change), ports, progress, (found) => {
          report = found;
        });
      } catch (error) {
        return { error: error as Error, ...(report === undefined ? {} : { report }) };
      }
      throw new Error('The deploy succeeded');
    },
    async rollback(wanted, change, ports = stage.ports(), outputs = {}) {
      const progress = new Progress(log, ports.signal, RESTORE_SITE_STEPS);
      const request = { ...stage.request(change), wanted, withFunctions: false, stackOutputs: outputs };
      const { change: rollback } = siteRollback(request, ports, progress);
      await rollback.begin();
      try {
        return await rollback.carryOut();
      } finally {
        await rollback.end();
      }
    },
    preview: async (change) => await previewSite(stage.request(change), stage.ports()),
    async visit(path) {
      const reply = await fetch(`${edge.url}${path}`);
      return {
        status: reply.status,
        text: await reply.text(),
        type: reply.headers.get('content-type') ?? '',
        cacheControl: reply.headers.get('cache-control') ?? '',
      };
    },
    uncached: (prefix) => async (path) => {
      const body = bucket.current(prefix + path.slice(1))?.body;
      return { status: body === undefined ? 404 : 200, text: body?.toString() ?? '' };
    },
    async brokenReferences(pages, visit = stage.visit) {
      const broken: string[] = [];
      for (const page of pages) {
        const { status, text } = await visit(`/${page}`);
        if (status !== 200) continue;
        for (const file of referencesOf(page, text)) {
          const found = await visit(`/${file}`);
          const named = /\.([0-9a-f]{10})\.\w+$/.exec(file)?.[1];
          const right = named === undefined || digest(found.text) === named;
          if (found.status !== 200 || !right) broken.push(`${page} -> ${file} (${found.status})`);
        }
      }
      return broken;
    },
    keys: () => bucket.keys().filter((key) => bucket.current(key) !== undefined),
    async stop() {
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** A name with the hash of its content, with which `brokenReferences` checks the bytes. */
export function hashed(name: string, content: string, extension: string): string {
  return `assets/${name}.${digest(content)}.${extension}`;
}

/** Ten characters that begin with a letter and a digit, so that each of them counts as a hash. */
function digest(content: string): string {
  return `a1${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

/** A small shop: two pages that link each other, two chunks, a style, and files without a hash. */
export function shop(version: string): Files {
  const app = `console.log('app ${version}');`;
  const chunk = `console.log('chunk ${version}');`;
  const style = `body { --version: "${version}" }`;
  const page = (title: string) =>
    `<!doctype html><title>${title} ${version}</title>` +
    `<link rel="stylesheet" href="/${hashed('style', style, 'css')}">` +
    `<script type="module" src="/${hashed('app', app, 'js')}"></script>` +
    `<link rel="modulepreload" href="/${hashed('chunk', chunk, 'js')}"><img src="/logo.svg">` +
    '<a href="/index.html">home</a><a href="/about/index.html">about</a>';
  return {
    'index.html': page('Home'),
    'about/index.html': page('About'),
    'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'robots.txt': 'User-agent: *\n',
    [hashed('app', app, 'js')]: app,
    [hashed('chunk', chunk, 'js')]: chunk,
    [hashed('style', style, 'css')]: style,
  };
}
