import { writeFileSync } from 'node:fs';

export interface CheckReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly checks: readonly { readonly name: string; readonly seconds: number; readonly state: string }[];
}

/** The checks of one run, in order. After one failed the rest does not run, and counts as failed: it was not shown. */
export class Checks {
  readonly #planned: readonly string[];
  readonly #done: { name: string; seconds: number; state: 'passed' | 'failed' }[] = [];

  constructor(planned: readonly string[]) {
    this.#planned = planned;
  }

  async check<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (!this.#planned.includes(name)) throw new Error(`"${name}" is not in the list of checks`);
    const began = performance.now();
    const seconds = () => Number(((performance.now() - began) / 1000).toFixed(1));
    try {
      const result = await work();
      this.#done.push({ name, seconds: seconds(), state: 'passed' });
      console.log(`passed  ${name} (${seconds()} s)`);
      return result;
    } catch (thrown) {
      this.#done.push({ name, seconds: seconds(), state: 'failed' });
      console.log(`FAILED  ${name} (${seconds()} s)`);
      throw thrown;
    }
  }

  report(): CheckReport {
    const passed = this.#done.filter(({ state }) => state === 'passed').length;
    return { passed, failed: this.#planned.length - passed, skipped: 0, checks: this.#done };
  }
}

/** Writes what CI counts, where `REPORT_FILE` asks for it. */
export function writeReport(report: CheckReport): void {
  const file = process.env.REPORT_FILE;
  if (file) writeFileSync(file, JSON.stringify(report, undefined, 2));
}
