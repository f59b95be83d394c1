import { readFileSync } from 'node:fs';
import { type ActionDefinition, readActionDefinition } from './action-definition.js';
import { INPUT_GROUPS } from './input-groups.js';
import { bringUpToDate, fillRegions } from './marked-region.js';

const README = 'README.md';

/** The README with the tables of `action.yml` between its markers. */
export function readmeWithTables(readme: string, action: ActionDefinition): string {
  return fillRegions(readme, [
    { name: 'inputs', content: inputTable(action) },
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

/** `node readme-tables.js` writes the tables, `--check` fails where they are not what `action.yml` says. */
function main(): void {
  const check = process.argv.includes('--check');
  const wanted = readmeWithTables(readFileSync(README, 'utf8'), readActionDefinition());
  const right = bringUpToDate(README, wanted, check);
  if (!right && check) {
    console.error(`${README} does not agree with action.yml. Run: npm run readme`);
    process.exitCode = 1;
  } else {
    console.log(`${README}: ${right ? 'up to date' : 'tables written'}`);
  }
}

if (process.argv[1] !== undefined && /readme-tables\.[jt]s$/.test(process.argv[1])) main();
