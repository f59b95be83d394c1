import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, asError } from '../src/errors.js';
import { redactor } from '../src/redaction/redactor.js';
import { planComment } from '../src/report/plan-comment.js';
import { commentPage } from './comment-html.js';
import { planOutcome } from './plan-outcome.js';

const USAGE = 'npm run --silent render -- PLAN_JSON [PLAN_TEXT] [--summary] [--html FILE]';

/** Prints the comment that would be posted for stage `dev`, or its counts. Exit code 2 for what is no plan. */
async function main(): Promise<void> {
  const { positionals, values } = parsedArguments();
  const [jsonFile, textFile, ...others] = positionals;
  if (jsonFile === undefined || others.length > 0) throw usage(`${positionals.length} files`);
  const json = parsedJson(jsonFile, await text(jsonFile));
  const outcome = planOutcome(json, textFile === undefined ? '' : await text(textFile), process.env);
  if (values.summary === true) {
    const { class: planClass, counts } = outcome.plan.changes;
    const { add, change, destroy, replace, import: imports, move, forget, outputs } = counts;
    const { fingerprint } = outcome.plan;
    await print(
      JSON.stringify({
        class: planClass,
        add,
        change,
        destroy,
        replace,
        import: imports,
        move,
        forget,
        outputs,
        fingerprint,
      }),
    );
    return;
  }
  const redact = redactor({ secrets: outcome.plan.sensitiveValues, patterns: [] });
  const { body } = planComment(outcome, { redact });
  if (values.html !== undefined) await writeFile(located(values.html), commentPage(body, `Plan of ${jsonFile}`));
  await print(body);
}

function parsedArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { summary: { type: 'boolean' }, html: { type: 'string' } },
    });
  } catch (thrown) {
    throw usage(asError(thrown).message);
  }
}

function usage(found: string): ActionError {
  return new ActionError({ what: 'The arguments are not understood', found, expected: USAGE });
}

/** npm runs scripts in the package's folder; paths are meant from where it was called. */
function located(file: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(located(file), 'utf8');
  } catch (thrown) {
    throw new ActionError({ what: `"${file}" cannot be read`, found: asError(thrown).message, expected: USAGE });
  }
}

function parsedJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // The parser's message quotes the file, which may hold secrets.
    throw new ActionError({
      what: `"${file}" is not JSON`,
      expected: 'the output of `terraform show -json PLANFILE`',
      wayOut: 'A plan file is binary: convert it with `terraform show -json PLANFILE > plan.json`',
    });
  }
}

/** Waits until a pipe has taken everything: the process ends right after. */
async function print(line: string): Promise<void> {
  await new Promise<void>((done) => process.stdout.write(`${line}\n`, () => done()));
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${asError(thrown).message}\n`);
  process.exitCode = 2;
}
