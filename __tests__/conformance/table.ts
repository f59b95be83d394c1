import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ConformanceCheck, Deviation, Observation } from './check.js';
import type { Target } from './target.js';

const TARGETS: readonly Target['name'][] = ['local', 'moto'];

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

  isWhole(target: Target['name']): boolean {
    return this.checks.every((check) => this.#seen.has(`${target} ${check.name}`));
  }

  markdown(): string {
    const lines = ['| service | AWS | local | moto | source |', '|---|---|---|---|---|'];
    for (const check of this.checks) {
      const [local, moto] = TARGETS.map((target) => this.#cell(check, target));
      lines.push(`| ${check.service} | ${check.name} | ${local} | ${moto} | ${check.source} |`);
    }
    const summary = TARGETS.map((target) => {
      const cells = this.checks.map((check) => this.#cell(check, target));
      const count = (word: string): number => cells.filter((cell) => cell.startsWith(word)).length;
      return `${target}: ${count('agrees')} agree, ${count('deviates')} deviate as listed, ${count('DISAGREES')} disagree, ${count('not run')} not run`;
    });
    return `# Conformance with AWS\n\n${summary.join('; ')}.\n\n${lines.join('\n')}\n`;
  }

  async writeTo(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, this.markdown());
  }

  #cell(check: ConformanceCheck, target: Target['name']): string {
    const observed = this.#seen.get(`${target} ${check.name}`);
    if (observed === undefined) return 'not run';
    if (isDeepStrictEqual(observed, check.expected)) return 'agrees';
    const listed = this.deviations.find((deviation) => deviation.target === target && deviation.check === check.name);
    if (listed === undefined || !isDeepStrictEqual(observed, listed.observed))
      return `DISAGREES: ${cellText(observed)}`;
    return `deviates: ${listed.says}`;
  }
}

function cellText(observed: Observation): string {
  return `\`${JSON.stringify(observed).slice(0, 200).replaceAll('|', '\\|')}\``;
}
