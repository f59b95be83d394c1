import { writeFileSync } from 'node:fs';
import { allEvaluations, type Evaluation } from './evaluations.js';
import { isAllowed } from './policy-evaluator.js';
import { isSimulated, simulate } from './policy-simulator.js';
import { completeBootstrap, unusedGrants } from './unused-statements.js';

// The roles of infra/bootstrap against what their runs ask of AWS, without an account: by an evaluator of our own and by
// one that others wrote, which have to agree.

interface Row {
  questions: number;
  allowed: number;
  refused: number;
  'by both': number;
  wrong: number;
}

const began = performance.now();
const rows = new Map<string, Row>();
const problems: string[] = [];

for (const evaluation of allEvaluations()) await judge(evaluation);
const unused = unusedGrants(completeBootstrap());
problems.push(...unused.map((grant) => `granted and never needed: ${grant}`));

console.table(Object.fromEntries(rows));
for (const problem of problems) console.log(`WRONG  ${problem}`);
const questions = [...rows.values()].reduce((sum, row) => sum + row.questions, 0);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${questions} questions, ${problems.length} wrong, in ${seconds} s`);
report(questions);
process.exitCode = problems.length === 0 && questions > 0 ? 0 : 1;

async function judge(evaluation: Evaluation): Promise<void> {
  const { topic, of, call, policies, allowed, principal } = evaluation;
  const row = rows.get(topic) ?? { questions: 0, allowed: 0, refused: 0, 'by both': 0, wrong: 0 };
  rows.set(topic, row);
  row.questions++;
  const found = isAllowed(call, policies);
  row[found ? 'allowed' : 'refused']++;
  const question = `${of}: ${call.action} on ${call.resource} ${JSON.stringify(call.context)}`;
  const wrong = found === allowed ? [] : [`${topic}: ${question} is ${found ? 'allowed' : 'refused'}`];
  if (isSimulated(call)) {
    row['by both']++;
    const second = await simulate(call, policies, principal).catch((thrown: unknown) => String(thrown));
    if (second !== found) wrong.push(`${topic}: the evaluators differ (${found}, ${second}): ${question}`);
  }
  if (wrong.length > 0) row.wrong++;
  problems.push(...wrong);
}

/** What CI counts, where `REPORT_FILE` asks for it. */
function report(questions: number): void {
  const file = process.env.REPORT_FILE;
  if (!file) return;
  writeFileSync(file, JSON.stringify({ passed: questions - problems.length, failed: problems.length, skipped: 0 }));
}
