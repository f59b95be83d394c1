import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ConformanceCheck, Deviation, Observation } from './check.js';
import type { Target } from './target.js';
import { judge } from './verdict.js';

const TARGETS: readonly Target['name'][] = ['local', 'moto'];

interface Cell {
  readonly state: 'agrees' | 'deviates' | 'disagrees' | 'not run';
  readonly text: string;
}

/** Both columns, as they came out in this run. */
export class ConformanceTable {
  readonly #seen = new Map<string, Observation>();

  constructor(
    private readonly checks: readonly ConformanceCheck[],
    private readonly deviations: readonly Deviation[],
  ) {}

  record(check: ConformanceCheck, target: Target['name'], observed: Observation): void {
    this.#seen.set(`${target} ${check.name}`, observed);
  }

  /** Whether every check ran on this server. */
  isWhole(target: Target['name']): boolean {
    return this.checks.every((check) => this.#cell(check, target).state !== 'not run');
  }

  markdown(): string {
    const rows = this.checks.map((check) => {
      const cells = TARGETS.map((target) => this.#cell(check, target).text);
      return `| ${[check.service, check.name, ...cells, check.source].join(' | ')} |`;
    });
    const lines = ['| service | AWS | local | moto | source |', '|---|---|---|---|---|', ...rows];
    return `# Conformance with AWS\n\n${TARGETS.map((target) => this.#summary(target)).join('; ')}.\n\n${lines.join('\n')}\n`;
  }

  async writeTo(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, this.markdown());
  }

  #summary(target: Target['name']): string {
    const states = this.checks.map((check) => this.#cell(check, target).state);
    const count = (state: Cell['state']): number => states.filter((seen) => seen === state).length;
    return (
      `${target}: ${count('agrees')} agree, ${count('deviates')} deviate as listed, ` +
      `${count('disagrees')} disagree, ${count('not run')} not run`
    );
  }

  #cell(check: ConformanceCheck, target: Target['name']): Cell {
    const observed = this.#seen.get(`${target} ${check.name}`);
    if (observed === undefined) return { state: 'not run', text: 'not run' };
    const { state, says } = judge(check, target, observed, this.deviations);
    if (state === 'agrees') return { state, text: 'agrees' };
    if (state === 'deviates') return { state, text: `deviates: ${says}` };
    const seen = JSON.stringify(observed).slice(0, 200).replaceAll('|', '\\|');
    return { state, text: `DISAGREES: \`${seen}\`` };
  }
}
