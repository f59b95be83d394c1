import { type ActionError, asActionError } from '../../errors.js';
import { SupersededRun } from '../deployments/supersession.js';

/** How the work of a run ended. */
export type Ended =
  | { readonly sentence: string }
  | { readonly skipped: string; readonly wayOut?: string | undefined }
  | { readonly failure: ActionError };

/** Never throws: a failure is an outcome, since what is live has to be reported. */
export async function attempt(work: () => Promise<string>): Promise<Ended> {
  try {
    return { sentence: await work() };
  } catch (thrown) {
    if (thrown instanceof SupersededRun) return { skipped: thrown.parts.what, wayOut: thrown.parts.wayOut };
    return { failure: asActionError(thrown) };
  }
}
