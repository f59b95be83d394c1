import type { Browser } from 'playwright-core';
import { type SiteStage, siteStage } from '../../__tests__/operation/site/stage.js';
import { Random } from './random.js';
import { type Version, Versions } from './versions.js';
import { Visitor } from './visitor.js';

export interface TortureRequest {
  readonly seed: number;
  readonly deploys: number;
  /** Page loads at least. */
  readonly loads: number;
}

export interface TortureReport {
  readonly deploys: number;
  readonly loads: number;
  /** Browsers that installed a worker and were asked what it had stored. */
  readonly workers: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly deleted: number;
  readonly faults: readonly string[];
}

const KINDS = ['whole', 'faulty', 'killed', 'rolled back'] as const;
type Kind = (typeof KINDS)[number];

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-01-01T12:00:00Z');
/** Milliseconds that every answer of S3 takes, so that visitors come in the middle of a deploy. */
const SLOW = 15;

/** Deploys version after version, while a browser visits: whole, with faults, killed half-way, pruned and rolled back. */
export async function torture(browser: Browser, { seed, deploys, loads }: TortureRequest): Promise<TortureReport> {
  const random = new Random(seed);
  const versions = new Versions(random);
  const stage = await siteStage({ distribution: { invalidationMs: 100 } });
  const visitor = new Visitor(browser, stage.edge.url, new Random(seed + 1));
  const history: Version[] = [];
  const faults: string[] = [];
  const kinds = { whole: 0, faulty: 0, killed: 0, 'rolled back': 0 };
  let workers = 0;
  let deleted = 0;
  /** The deploy that has stored the worker of this stamp. */
  const workerFrom = new Map<string, number>();

  const visit = async (during: string) => {
    for (const { faults: found } of await visitor.browse()) faults.push(...found.map((one) => `${during}: ${one}`));
  };
  const install = async (during: string) => {
    workers += 1;
    for (const [worker, pages] of await visitor.installsWorker()) {
      noteWorker(stage, history, workerFrom);
      const from = workerFrom.get(worker) ?? history.length - 1;
      const allowed = new Set(history.slice(from).map(({ stamp }) => stamp));
      const old = [...pages].filter((stamp) => !allowed.has(stamp));
      if (old.length > 0) faults.push(`${during}: the worker of ${worker} has stored pages of ${old.join(', ')}`);
    }
  };

  try {
    for (let number = 0; number < deploys; number++) {
      const kind = kindOf(number, random);
      const back = history.at(-2 - random.below(2));
      const version = kind === 'rolled back' && back !== undefined ? back : versions.next();
      const during = `deploy ${number + 1} (${kind}, ${version.stamp})`;
      kinds[kind] += 1;
      stage.build(version.files);
      history.push(version);
      stage.cloud.faults.add({ service: 's3', effect: { delayMs: SLOW } });
      if (kind === 'faulty') disturb(stage, random);
      if (kind === 'killed') dieAfter(stage, 5 + random.below(25));
      const run = { id: String(number), attempt: '1', url: '' };
      const change = {
        run,
        now: new Date(START + number * 3 * DAY),
        keepUnreferencedDays: 7,
        verifyTimeoutSeconds: 10,
      };
      let ended = false;
      const deploy = stage
        .deploy(change)
        .then(
          (report) => {
            deleted += report.deleted;
          },
          (thrown: unknown) => {
            if (kind !== 'killed') faults.push(`${during}: ${String(thrown)}`);
          },
        )
        .finally(() => {
          ended = true;
        });
      // Before the first one there is nothing to visit.
      while (!ended && number > 0) await (random.chance(0.4) ? install(during) : visit(during));
      await deploy;
      stage.cloud.faults.clear();
      stage.completedRuns.add(run.id);
      noteWorker(stage, history, workerFrom);
      const due = Math.ceil(((number + 1) * loads) / deploys);
      do await visit(`after ${during}`);
      while (visitor.loads < due);
      await install(`after ${during}`);
    }
  } finally {
    await visitor.close();
    await stage.stop();
  }
  return { deploys, loads: visitor.loads, workers, kinds, deleted, faults };
}

/** The first are whole, so that every rollback has a folder to go back to. */
function kindOf(number: number, random: Random): Kind {
  if (number < 3) return 'whole';
  return random.of(KINDS);
}

function noteWorker({ bucket }: SiteStage, history: readonly Version[], workerFrom: Map<string, number>): void {
  const live = /caches\.open\('([^']+)'\)/.exec(bucket.current('sw.js')?.body.toString() ?? '')?.[1];
  if (live === undefined || workerFrom.get(LIVE) === Number(live.slice(1))) return;
  workerFrom.set(LIVE, Number(live.slice(1)));
  workerFrom.set(
    live,
    history.findLastIndex(({ stamp }) => stamp === live),
  );
}

/** The entry of the worker that is live now. */
const LIVE = 'live';

/** What S3 and CloudFront answer on a bad day, and a run survives. */
function disturb({ cloud }: SiteStage, random: Random): void {
  const effects = [
    { status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
    { reset: 'before' },
    { reset: 'after' },
    { status: 500 },
  ] as const;
  for (let count = 0; count < 4; count++) {
    const service = random.of(['s3', 's3', 's3', 'cloudfront']);
    cloud.faults.add({ service, nth: 3 + random.below(20), times: 1, effect: random.of(effects) });
  }
}

/** After so many answers nothing that this run asks is done. */
function dieAfter({ cloud }: SiteStage, survived: number): void {
  let done = 0;
  for (const service of ['s3', 'cloudfront']) {
    cloud.faults.add({
      service,
      effect: {
        meanwhile: () => {
          done += 1;
          if (done !== survived) return;
          for (const dead of ['s3', 'cloudfront']) cloud.faults.add({ service: dead, effect: { status: 403 } });
        },
      },
    });
  }
}
