import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';

// A rollback against the deploy of the same change, each the whole step as a runner starts it. `--rounds N`.

const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 3;
/** As between a runner and a region of AWS. */
const LATENCY_MS = 20;

interface Row {
  readonly name: string;
  readonly files: number;
  readonly changed: number;
  readonly latencyMs: number;
}

interface Measured {
  readonly seconds: number;
  readonly requests: number;
}

const SITES: readonly Omit<Row, 'latencyMs'>[] = [
  { name: '131 pages, all changed', files: 131, changed: 131 },
  { name: '5,000 files, 50 changed', files: 5000, changed: 50 },
];

console.log(`| median of ${rounds}, seconds (requests) | deploy | rollback | ratio |\n|---|---|---|---|`);
for (const site of SITES) {
  for (const latencyMs of [0, LATENCY_MS]) await measure({ ...site, latencyMs });
}

async function measure({ name, files, changed, latencyMs }: Row): Promise<void> {
  const rehearsal = await Rehearsal.start({ project: process.cwd() });
  try {
    const { cloud, shop } = rehearsal;
    cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
    const inputs = {
      'infra-directory': '',
      'site-directory': 'pages',
      'site-bucket': SITE_BUCKET,
      'distribution-id': shop.distribution,
      'site-url': rehearsal.edge,
    };
    const timed = async (work: () => Promise<ActionResult>): Promise<Measured> => {
      cloud.journal.clear();
      const { exitCode, log, milliseconds } = await work();
      if (exitCode !== 0) throw new Error(log);
      return { seconds: milliseconds / 1000, requests: cloud.journal.entries().length };
    };
    await rehearsal.change('main', 'The site', pages(files, 'first'));
    await rehearsal.deployed({ inputs });
    if (latencyMs > 0) cloud.faults.add({ effect: { delayMs: latencyMs } });
    const deploys: Measured[] = [];
    const rollbacks: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      await rehearsal.change('main', `Round ${round}`, pages(changed, `round ${round}`));
      deploys.push(await timed(() => rehearsal.deployed({ inputs })));
      rollbacks.push(
        await timed(() => rehearsal.dispatched({ operation: 'rollback-site', hold: 'false' }, { inputs })),
      );
    }
    const [deploy, rollback] = [middle(deploys), middle(rollbacks)];
    const where = latencyMs === 0 ? '' : `, ${latencyMs} ms away`;
    console.log(
      `| ${name}${where} | ${cell(deploy)} | ${cell(rollback)} | ${(rollback.seconds / deploy.seconds).toFixed(2)} |`,
    );
  } finally {
    await rehearsal.stop();
  }
}

function pages(count: number, text: string): Readonly<Record<string, string>> {
  const page = (n: number) => `<!doctype html><title>${n}</title><p>${`${n} ${text} `.repeat(300)}`;
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`pages/${n === 0 ? 'index' : `part-${n % 50}/page-${n}`}.html`, page(n)]),
  );
}

function middle(values: readonly Measured[]): Measured {
  const sorted = [...values].sort((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(sorted.length / 2)] ?? { seconds: Number.NaN, requests: Number.NaN };
}

function cell({ seconds, requests }: Measured): string {
  return `${seconds.toFixed(2)} (${requests})`;
}
