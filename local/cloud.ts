import { Faults } from './faults.js';
import { Journal } from './journal.js';

/** A cloud on 127.0.0.1: every server writes into one journal and asks one set of fault rules. */
export interface LocalCloud {
  readonly journal: Journal;
  readonly faults: Faults;
  /** What a process needs in its environment to reach this cloud and nothing else. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

export async function startCloud(): Promise<LocalCloud> {
  const journal = new Journal();
  const faults = new Faults();
  return { journal, faults, environment: () => ({}), stop: async () => undefined };
}
