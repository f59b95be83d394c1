import type { Entry } from '../../terraform/reviewed/entry.js';
import type { RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';

/** A plan, and what is asked whether it was reviewed. */
export interface ReviewRequest {
  readonly context: RunContext;
  readonly report: PlanReport;
  readonly entries: readonly Entry[];
}
