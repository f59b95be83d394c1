import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { redactor } from '../../src/redaction/redactor.js';
import { planComment } from '../../src/report/plan-comment.js';
import { jobSummary } from '../../src/report/summary.js';
import { planOutcome } from '../plan-outcome.js';
import { samplePlan } from '../sample-plan.js';

const SIZES = [100, 1_000, 5_000];
/** What 5,000 resources may cost: a pull request should not wait for its comment. */
const LIMITS = { seconds: 3, megabytes: 600 };

interface Row {
  readonly resources: number;
  readonly json: number;
  readonly text: number;
  readonly seconds: Readonly<Record<'parse' | 'digest' | 'comment' | 'summary' | 'total', number>>;
  /** Of the processor, which other work on the machine does not lengthen. */
  readonly processor: number;
  readonly megabytes: number;
}

/** Each size in a process of its own: the peak of memory is one number of a process. */
async function main(): Promise<void> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const child = fork(fileURLToPath(import.meta.url), [String(size)]);
    const [row] = (await once(child, 'message')) as [Row];
    rows.push(row);
  }
  console.log(
    'resources   JSON MB   text MB   parse s  digest s  comment s  summary s  total s    cpu s  peak MB  cpu s per 1,000',
  );
  for (const { resources, json, text, seconds, processor, megabytes } of rows) {
    const { parse, digest, comment, summary, total } = seconds;
    const cells = [json / 1e6, text / 1e6, parse, digest, comment, summary, total, processor].map((value) =>
      value.toFixed(2).padStart(9),
    );
    console.log(
      `${String(resources).padStart(9)} ${cells.join(' ')} ${megabytes.toFixed(0).padStart(8)} ${((processor / resources) * 1000).toFixed(2).padStart(16)}`,
    );
  }
  const last = rows.at(-1);
  if (last === undefined) return;
  const within = last.processor < LIMITS.seconds && last.megabytes < LIMITS.megabytes;
  console.log(
    `${last.resources} resources: ${within ? 'within' : 'BEYOND'} ${LIMITS.seconds} s of the processor and ${LIMITS.megabytes} MB.`,
  );
  if (!within) process.exitCode = 1;
}

function measure(resources: number): Row {
  const { json, text } = samplePlan(resources);
  const began = process.cpuUsage();
  const marks = [performance.now()];
  const lap = () => marks.push(performance.now());
  const parsed: unknown = JSON.parse(json);
  lap();
  const outcome = planOutcome(parsed, text, {});
  lap();
  const redact = redactor({ secrets: outcome.plan.sensitiveValues, patterns: [] });
  planComment(outcome, { redact });
  lap();
  jobSummary(outcome, { redact });
  lap();
  const { user, system } = process.cpuUsage(began);
  const laps = marks.slice(1).map((mark, index) => (mark - (marks[index] ?? 0)) / 1000);
  const [parse = 0, digest = 0, comment = 0, summary = 0] = laps;
  return {
    resources,
    json: json.length,
    text: text.length,
    seconds: { parse, digest, comment, summary, total: laps.reduce((sum, one) => sum + one, 0) },
    processor: (user + system) / 1e6,
    // Linux counts in kilobytes.
    megabytes: process.resourceUsage().maxRSS / 1000,
  };
}

const [size] = process.argv.slice(2);
if (size === undefined) await main();
else process.send?.(measure(Number(size)));
