import type { VariableSources } from '../../terraform/command/arguments.js';

/** What `COMMAND -help` prints. */
type Help = (words: readonly string[]) => Promise<string>;

/** `plan` takes them always, and an applied plan holds them. */
const BY_THEMSELVES = new Set(['plan', 'apply']);

/**
 * OpenTofu 1.8 and Terraform 1.15 evaluate variables before the plan: in the settings of a backend, in the sources of
 * modules, for the encryption of the state. Each command says by its help whether it takes them; an older version refuses
 * an option that it does not know.
 */
export class EarlyVariables {
  readonly #sources: VariableSources;
  readonly #help: Help;
  readonly #taken = new Map<string, Promise<boolean>>();

  constructor(sources: VariableSources, help: Help) {
    this.#sources = sources;
    this.#help = help;
  }

  /** The command line with the variables in it, where its command takes them. */
  async added(given: readonly string[]): Promise<readonly string[]> {
    const { varFiles, variables } = this.#sources;
    const words = wordsOf(given);
    if (varFiles.length + variables.size === 0 || BY_THEMSELVES.has(words[0] ?? '')) return given;
    // A version whose `init` takes none takes none anywhere else.
    if (!(await this.#takes(['init'])) || !(await this.#takes(words))) return given;
    const named = [...variables].flatMap(([name, value]) => ['-var', `${name}=${value}`]);
    // Before the arguments that are no options.
    return [...words, ...varFiles.map((file) => `-var-file=${file}`), ...named, ...given.slice(words.length)];
  }

  async #takes(words: readonly string[]): Promise<boolean> {
    const name = words.join(' ');
    const taken = this.#taken.get(name) ?? this.#help(words).then((text) => /^\s*-var-file\b/m.test(text));
    this.#taken.set(name, taken);
    return await taken;
  }
}

/** `state list`, `init`. */
function wordsOf([command = '', sub]: readonly string[]): readonly string[] {
  return (command === 'state' || command === 'workspace') && sub !== undefined ? [command, sub] : [command];
}
