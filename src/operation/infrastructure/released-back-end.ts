import type { StateIdentity, StateReader } from '../../ports/terraform.js';
import type { ReleasedBackEnd } from '../../site/releases/released-back-end.js';
import { keyedDigest } from '../../terraform/plan/digest.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { type ArgumentDigest, plannedArguments, storedArguments } from '../../terraform/reviewed/function-arguments.js';
import type { Planned } from '../../terraform/reviewed/planned-changes.js';
import type { LanePackages } from '../packages/lane.js';

/** How values of this plan enter a digest. */
export type PlanDigests = Pick<Planned, 'digesting' | 'packages'>;

/** What was applied, for the record of the release. What the plan did not know is read from the state: a first deploy. */
export async function releasedBackEnd(
  json: unknown,
  { prepared }: LanePackages,
  digests: PlanDigests,
  terraform: StateReader & Pick<StateIdentity, 'lineage'>,
): Promise<ReleasedBackEnd> {
  const packages = prepared.map(({ name, key, sha256 }) => ({ name, key, sha256 }));
  const digest = await argumentDigest(digests, terraform);
  // Without the state's key a digest of a secret could be guessed: such a release cannot bring its functions back.
  if (digest === undefined) return { packages, functions: new Map() };
  const { known, unknown } = plannedArguments(readPlan(json), new Set(packages.map(({ key }) => key)), digest);
  if (unknown.size === 0) return { packages, functions: known };
  const stored = storedArguments(await terraform.state(), new Set(unknown.keys()), digest);
  return { packages, functions: new Map([...known, ...stored]) };
}

/** `undefined`: there is no state. */
export async function argumentDigest(
  { digesting, packages }: PlanDigests,
  terraform: Pick<StateIdentity, 'lineage'>,
): Promise<ArgumentDigest | undefined> {
  const { tokenize, keyed } = digesting;
  const about = { tokenize, packages };
  if (keyed !== undefined) return { ...about, keyed };
  const lineage = await terraform.lineage();
  return lineage === undefined ? undefined : { ...about, keyed: keyedDigest(lineage) };
}
