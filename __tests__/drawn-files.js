import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** Folders whose files take most of the time: each starts the bundle, Terraform, or servers. */
const LONG = ['e2e', 'gateways/terraform', 'operation/site'];

/** Everything, whatever is drawn: what CI and whoever names a test want. */
const EVERY_FILE = process.env.EVERY_CASE === 'true' || process.argv.slice(2).some((given) => !given.startsWith('-'));

/** Patterns of the files that this run leaves out: every other long one, drawn by the tree of the commit as `drawn.ts` does. */
export function filesLeftOut() {
  if (EVERY_FILE) return [];
  const tree = spawnSync('git', ['rev-parse', '--short=8', 'HEAD^{tree}'], { encoding: 'utf8' }).stdout.trim();
  const offset = Number.parseInt(tree || '0', 16) % 2;
  return LONG.flatMap((folder) =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((file) => file.endsWith('.test.ts'))
      .filter((_, index) => index % 2 !== offset)
      .map((file) => `/__tests__/${folder}/${file.replaceAll('.', '\\.')}$`),
  );
}
