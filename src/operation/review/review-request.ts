import type { StateMark } from '../../ports/deployments.js';
import type { PlannedBoth } from '../../terraform/reviewed/both-ways.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import type { RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';

/** A plan as it is recorded, and as it is compared with records. */
export interface ComparedPlan {
  /** Without the commit that says which merges it knows. */
  readonly reviewed: Omit<ReviewedPlan, 'base'>;
  readonly planned: PlannedBoth;
  readonly state: StateMark;
}

/** A plan, and what is asked whether it was reviewed. */
export interface ReviewRequest {
  readonly context: RunContext;
  readonly report: PlanReport;
  readonly compared: ComparedPlan;
}
