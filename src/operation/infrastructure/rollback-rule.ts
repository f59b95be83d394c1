import { ActionError, asError } from '../../errors.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import type { StateIdentity } from '../../ports/terraform.js';
import type { ReleasedBackEnd } from '../../site/releases/released-back-end.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { differingArguments, plannedArguments } from '../../terraform/reviewed/function-arguments.js';
import { argumentDigest, type PlanDigests } from './released-back-end.js';

/** What a rollback may do to the infrastructure: code goes back, and nothing else changes. */
const ALLOWED: readonly ChangeSet['class'][] = ['none', 'state-only', 'outputs-only', 'code'];
const NAMED = 10;

/** Throws unless this plan changes the code of functions alone. */
export async function requireOnlyCode(changes: ChangeSet, elsewise: () => Promise<string>): Promise<void> {
  if (ALLOWED.includes(changes.class) && changes.errored !== true) return;
  const addresses = changes.resources.flatMap(({ mode, address }) => (mode === 'managed' ? [address] : []));
  const more = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : '';
  throw new ActionError({
    what: 'The rollback is refused: its plan changes more than the code of functions',
    found: `${countsPhrase(changes)}: ${addresses.slice(0, NAMED).join(', ')}${more}`,
    wayOut: await elsewise(),
  });
}

/**
 * Throws unless each function that gets its code back runs with the arguments of that release: old code under a new handler
 * does not start.
 */
export async function requireSameFunctions(
  release: string,
  { packages, functions }: ReleasedBackEnd,
  json: unknown,
  digests: PlanDigests,
  terraform: Pick<StateIdentity, 'lineage'>,
  elsewise: () => Promise<string>,
): Promise<void> {
  const digest = await argumentDigest(digests, terraform);
  const keys = new Set(packages.map(({ key }) => key));
  const planned =
    digest === undefined ? { known: new Map(), unknown: new Map() } : plannedArguments(readPlan(json), keys, digest);
  const faults: string[] = [];
  for (const address of [...new Set([...planned.known.keys(), ...functions.keys()])].sort()) {
    const [now, then] = [planned.known.get(address), functions.get(address)];
    if (then === undefined) faults.push(`${address} is newer`);
    else if (now === undefined) faults.push(`${address} is gone`);
    else {
      const names = new Set([...differingArguments(now, then), ...(planned.unknown.get(address) ?? [])]);
      if (names.size > 0) faults.push(`${address} (${[...names].sort().join(', ')})`);
    }
  }
  if (faults.length === 0) return;
  throw new ActionError({
    what: `The rollback is refused: functions have other arguments than in the release ${release}`,
    found: faults.join('; '),
    wayOut: await elsewise(),
  });
}

/** What remains to somebody who wants a release back, with the pull requests that are in the way. */
export async function otherWays(
  { release, commit }: { readonly release: string; readonly commit: string },
  { applied, branch }: { readonly applied: string; readonly branch: string },
  github: Pick<PullRequests, 'mergedSince'>,
): Promise<string> {
  const since = await github.mergedSince(commit, applied, branch).then(
    (pulls) => pulls.map(({ number }) => `#${number}`).join(', '),
    (thrown: unknown) => `not known: ${asError(thrown).message}`,
  );
  const which = since === '' ? '' : ` (${since})`;
  return (
    `Revert the pull requests since ${commit}${which}. Or roll back the site alone, whose pages then meet the functions of ` +
    `today: gh workflow run FILE -f operation=rollback-site -f release=${release}`
  );
}
