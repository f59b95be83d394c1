import { everythingExisting } from './example-runs.js';
import { type BootstrapPolicies, bootstrapPolicies } from './policy-documents.js';
import { type Call, matches, type PolicyDocument } from './policy-evaluator.js';

/** The bootstrap with every optional statement in it, and the calls that its roles need. */
export function completeBootstrap(): {
  readonly policies: BootstrapPolicies;
  readonly calls: Record<string, readonly Call[]>;
} {
  const { variables, calls } = everythingExisting();
  return { policies: bootstrapPolicies(variables), calls };
}

/**
 * What is granted and no call needs, as `SID ACTION`. The reads of a stage are shared by its three roles, so a call of
 * any role uses a statement; a Deny is used when it speaks of a call at all.
 */
export function unusedGrants({ policies, calls }: ReturnType<typeof completeBootstrap>): string[] {
  const needed = Object.values(calls).flat();
  const grants = Object.entries(policies.roles)
    .filter(([name]) => name in calls)
    .flatMap(([, role]) => role.policies.filter((document) => !speaksOfOtherStage(document)))
    .flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === 'Allow'));
  const unused = new Set<string>();
  for (const statement of grants) {
    for (const action of [statement.Action].flat()) {
      const used = needed.some((each) => each.action === action && matches(statement, each));
      if (!used) unused.add(`${statement.Sid} ${action}`);
    }
  }
  return [...unused].sort();
}

/** The needed calls are those of `dev`. */
function speaksOfOtherStage(document: PolicyDocument): boolean {
  return JSON.stringify(document).includes('-prod-');
}
