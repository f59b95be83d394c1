import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ActionDefinition, readActionDefinition } from './action-definition.js';
import { INPUT_GROUPS } from './input-groups.js';
import { bringUpToDate, fillRegions } from './marked-region.js';
import { DECIDED_BY_THE_WORKFLOW, WORKFLOW } from './workflow-inputs.js';

const README = 'README.md';

interface CalledWorkflow {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly secrets: Readonly<Record<string, { readonly description: string }>>;
}

/** The README with the tables of `action.yml` and of the reusable workflow between its markers. */
export function readmeWithTables(readme: string, action: ActionDefinition, workflow: string): string {
  return fillRegions(readme, [
    { name: 'inputs', content: inputTable(action) },
    { name: 'workflow', content: workflowTables(action, parse(workflow).on.workflow_call) },
    { name: 'outputs', content: outputTable(action) },
  ]);
}

function inputTable({ inputs }: ActionDefinition): string {
  const tables = Object.entries(INPUT_GROUPS).map(([group, names]) => {
    const rows = names.flatMap((name) => {
      const input = inputs[name];
      if (input === undefined) return [];
      return [`| \`${name}\` | ${input.default === '' ? '' : code(input.default)} | ${cell(input.description)} |`];
    });
    return rows.length === 0
      ? ''
      : `\n**${group}**\n\n| input | default | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${tables.join('')}\n`;
}

function workflowTables(action: ActionDefinition, { inputs, secrets }: CalledWorkflow): string {
  const own = Object.entries(inputs).filter(([name]) => !(name in action.inputs) || DECIDED_BY_THE_WORKFLOW.has(name));
  const absent = [...DECIDED_BY_THE_WORKFLOW].filter((name) => !(name in inputs)).map((name) => `\`${name}\``);
  const rows = own.map(
    ([name, input]) =>
      `| \`${name}\` | ${input.default === '' ? '' : code(input.default)} | ${cell(input.description)} |`,
  );
  const kept = Object.entries(secrets).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return `
It takes the inputs above, except ${absent.sort().join(', ')}, and its own:

| input | default | meaning |
|---|---|---|
${rows.join('\n')}

Under \`secrets:\` it takes

| secret | meaning |
|---|---|
${kept.join('\n')}

`;
}

function outputTable({ outputs }: ActionDefinition): string {
  const rows = Object.entries(outputs).map(([name, output]) => `| \`${name}\` | ${cell(output.description)} |`);
  return `\n| output | meaning |\n|---|---|\n${rows.join('\n')}\n\n`;
}

// A bar ends a cell even inside backticks, and a line break ends the table.
function cell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

/** `node readme-tables.js` writes the tables, `--check` fails where they are not what the two files say. */
function main(): void {
  const check = process.argv.includes('--check');
  const wanted = readmeWithTables(readFileSync(README, 'utf8'), readActionDefinition(), readFileSync(WORKFLOW, 'utf8'));
  const right = bringUpToDate(README, wanted, check);
  if (!right && check) {
    console.error(`${README} does not agree with action.yml and ${WORKFLOW}. Run: npm run readme`);
    process.exitCode = 1;
  } else {
    console.log(`${README}: ${right ? 'up to date' : 'tables written'}`);
  }
}

if (process.argv[1] !== undefined && /readme-tables\.[jt]s$/.test(process.argv[1])) main();
