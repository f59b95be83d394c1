import { registerLogger, validate } from '@actions/languageservice';
import type { YamlFile } from './files.js';

/** The validator keeps what it has parsed by address, and says an error of its own to a log alone. */
let asked = 0;
let failures: string[] = [];
registerLogger({ log() {}, info() {}, warn() {}, error: (message) => failures.push(message) });

/** What GitHub's own validator says of a workflow, each as one sentence that begins with the line. */
export async function gitHubProblems({ text }: YamlFile): Promise<readonly string[]> {
  failures = [];
  const uri = `file:///repository/${++asked}/.github/workflows/workflow.yml`;
  // Of a document it reads the address and the text: the positions are the parser's.
  const found = await validate({ uri, getText: () => text } as Parameters<typeof validate>[0]);
  return [...found.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`), ...failures];
}
