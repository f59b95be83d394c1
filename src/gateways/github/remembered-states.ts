import type { Memory, StateMark } from '../../ports/deployments.js';
import { type DeploymentPayload, parseApplied } from './deployment-payload.js';
import { isSuccess, type OwnDeployment, type Status } from './deployment-search.js';

/**
 * What our deployments of one task say of a state, from the newest back to its last apply that ended well. Where there is
 * none, all of them are looked at: it may be a state of another stage, one that was moved, or one beside others.
 */
export async function rememberedState(
  newestFirst: AsyncIterable<OwnDeployment>,
  stage: string,
  mark: StateMark,
  statusesOf: (id: number) => Promise<readonly Status[]>,
): Promise<Memory> {
  const begun: { readonly kind: 'deploy' | 'destroy'; readonly sha: string }[] = [];
  const others: OwnDeployment[] = [];
  for await (const deployment of newestFirst) {
    const { id, sha, payload } = deployment;
    if (payload.onlySite === true) continue;
    if (payload.stage !== stage || !isOf(payload, mark)) {
      others.push(deployment);
      continue;
    }
    const ended = endOf(payload, await statusesOf(id));
    if (ended === undefined) begun.push({ kind: kindOf(payload), sha });
    else {
      const owner = await ownerAmong(
        others.filter(({ payload: other }) => other.state !== undefined && isOf(other, mark)),
      );
      return { ended: { kind: kindOf(payload), sha, ...ended }, begun, beside: false, ...owner };
    }
  }
  const known = new Set<string>();
  let beside = false;
  for (const { id, sha, payload } of others) {
    if (payload.stage !== stage && (payload.state === undefined || !isOf(payload, mark))) continue;
    const key = `${payload.stage} ${payload.state?.place ?? ''}`;
    if (known.has(key)) continue;
    const ended = endOf(payload, await statusesOf(id));
    if (ended === undefined) continue;
    known.add(key);
    const kind = kindOf(payload);
    const isHere =
      (payload.state !== undefined && isOf(payload, mark)) ||
      (mark.lineage !== undefined && ended.lineage === mark.lineage);
    // It lies elsewhere now.
    if (isHere && payload.stage === stage) return { ended: { kind, sha, ...ended }, begun, beside: false };
    if (isHere && kind === 'deploy') return { begun, owner: payload.stage, beside: false };
    if (payload.stage === stage && kind === 'deploy') beside = true;
  }
  return { begun, beside };

  async function ownerAmong(newer: readonly OwnDeployment[]): Promise<{ readonly owner?: string | undefined }> {
    for (const { id, payload } of newer) {
      if (endOf(payload, await statusesOf(id)) === undefined) continue;
      return kindOf(payload) === 'deploy' ? { owner: payload.stage } : {};
    }
    return {};
  }
}

/** A record of an earlier version is of any state of its stage. */
function isOf({ state }: DeploymentPayload, { place, lineage }: StateMark): boolean {
  return state === undefined || state.place === place || (lineage !== undefined && state.lineage === lineage);
}

function kindOf({ destroys }: DeploymentPayload): 'deploy' | 'destroy' {
  return destroys ? 'destroy' : 'deploy';
}

/** How it ended well; GitHub makes it inactive later, and one success among its statuses is enough. */
function endOf(
  { state }: DeploymentPayload,
  statuses: readonly Status[],
): { readonly lineage?: string | undefined } | undefined {
  const applied = statuses.map(({ description }) => parseApplied(description ?? '')).find((mark) => mark !== undefined);
  if (applied === undefined && !statuses.some(isSuccess)) return undefined;
  const lineage = applied?.lineage ?? state?.lineage;
  return lineage === undefined ? {} : { lineage };
}
