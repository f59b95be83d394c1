import { fingerprintOf } from '../plan/digest.js';
import type { Plan } from '../plan/json.js';
import { type FingerprintContext, planEntries } from './entries.js';
import type { Entry } from './entry.js';

/**
 * The fingerprint of a plan: 64 hex digits that stay the same however often the same change is planned, and differ
 * when anything that a reviewer approves does. The entries are what it is made of.
 */
export function fingerprintPlan(
  plan: Plan,
  context: FingerprintContext,
): { readonly fingerprint: string; readonly entries: readonly Entry[] } {
  const entries = planEntries(plan, context);
  return { fingerprint: fingerprintOf(entries.map(({ digest }) => digest)), entries };
}
