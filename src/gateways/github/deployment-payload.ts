import * as v from 'valibot';
import type { Attempt, Hold, PlannedObjects, StateMark } from '../../ports/deployments.js';
import type { DeployedSite } from '../../ports/promotion.js';
import type { MadeResource } from '../../terraform/command/made-resources.js';
import { digest } from '../../terraform/plan/digest.js';

/** What our deployments say of themselves beside GitHub's own fields. */
export interface DeploymentPayload {
  readonly stage: string;
  readonly destroys: boolean;
  /** Of one creation: it is found again by this. Older versions give none. */
  readonly request?: string | undefined;
  /** Addresses that its plan creates. */
  readonly creates: readonly string[];
  /** Which of them replace another one: `MadeResource.replaces` by address. */
  readonly replaces: { readonly [address: string]: string };
  readonly changes?: { readonly [address: string]: readonly string[] } | undefined;
  readonly onlySite?: boolean | undefined;
  readonly rollback?: boolean | undefined;
  /** Older versions give none. */
  readonly state?: { readonly place: string; readonly lineage?: string | undefined } | undefined;
  /** The run's id. */
  readonly run?: string | undefined;
  /** `lockUserDigest` of the machine that it ran on. */
  readonly lockUser?: string | undefined;
  /** Of a rollback that holds the stage. */
  readonly hold?: Hold | undefined;
  readonly site?: DeployedSite | undefined;
}

const PAYLOAD = v.object({
  stage: v.string(),
  destroys: v.optional(v.boolean(), false),
  request: v.optional(v.string()),
  creates: v.optional(v.array(v.string()), []),
  replaces: v.optional(v.record(v.string(), v.string()), {}),
  changes: v.optional(v.record(v.string(), v.array(v.string()))),
  onlySite: v.optional(v.boolean()),
  rollback: v.optional(v.boolean()),
  state: v.optional(v.object({ place: v.string(), lineage: v.optional(v.string()) })),
  run: v.optional(v.string()),
  lockUser: v.optional(v.string()),
  hold: v.optional(v.object({ release: v.string(), by: v.string(), since: v.string() })),
  site: v.optional(v.object({ bucket: v.string(), prefix: v.string(), account: v.optional(v.string()) })),
});

/** So many characters of JSON that a payload stays far below what GitHub takes of a request. */
const LONGEST_CHANGES = 16_000;

/** What a deployment says of what it changes: everything, or nothing. */
export function payloadChanges(changes: PlannedObjects | undefined): Pick<DeploymentPayload, 'changes'> {
  const all = changes === undefined ? undefined : Object.fromEntries(changes);
  return all === undefined || JSON.stringify(all).length > LONGEST_CHANGES ? {} : { changes: all };
}

/** So many that a payload stays far below what GitHub takes of a request. */
const MOST_CREATED = 200;

/** What a deployment says of what it creates. */
export function payloadCreates(
  creates: readonly MadeResource[],
): Partial<Pick<DeploymentPayload, 'creates' | 'replaces'>> {
  if (creates.length === 0) return {};
  const told = creates.slice(0, MOST_CREATED);
  const replaced = told.flatMap(({ address, replaces }) => (replaces === undefined ? [] : [[address, replaces]]));
  return {
    creates: told.map(({ address }) => address),
    ...(replaced.length === 0 ? {} : { replaces: Object.fromEntries(replaced) }),
  };
}

/** What `payloadCreates` said; nothing where the payload is not ours. */
export function createdIn(payload: DeploymentPayload | undefined): readonly MadeResource[] {
  return (payload?.creates ?? []).map((address) => ({ address, replaces: payload?.replaces[address] }));
}

/** How a run names itself in a lock, as a digest: names of machines are nobody else's business. */
export function lockUserDigest(request: string, who: string): string {
  return digest([request, who]);
}

/** As GitHub writes the address of a run. */
export function runIdOf(runUrl: string): string | undefined {
  return /\/actions\/runs\/(\d+)/.exec(runUrl)?.[1];
}

/** What tells later whose lock is left. */
export function lockTaker(request: string, runUrl: string, who = ''): Pick<DeploymentPayload, 'run' | 'lockUser'> {
  return { run: runIdOf(runUrl), lockUser: lockUserDigest(request, who) };
}

/** GitHub hands a payload back as it was given, or as its JSON text. `undefined`: it is not ours. */
export function parsePayload(payload: unknown): DeploymentPayload | undefined {
  const parsed = v.safeParse(PAYLOAD, typeof payload === 'string' ? json(payload) : payload);
  return parsed.success ? parsed.output : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Earlier versions recorded no rollback as such: only those that hold the stage, or are of the site alone, are known. */
export function operationOf({ destroys, onlySite, rollback, hold }: DeploymentPayload): Attempt['operation'] {
  if (destroys) return 'destroy';
  if (onlySite === true) return 'rollback-site';
  return rollback === true || hold !== undefined ? 'rollback' : 'deploy';
}

/** Of a status: GitHub has no other field for what is known only after the apply. */
export function appliedText({ place, lineage }: StateMark): string {
  return `Applied to the state ${place}${lineage === undefined ? '' : `, lineage ${lineage}`}`;
}

/** `undefined`: a status that says something else. */
export function parseApplied(text: string): StateMark | undefined {
  const [, place, lineage] = /^Applied to the state ([0-9a-f]{32})(?:, lineage ([0-9a-f]{32}))?$/.exec(text) ?? [];
  if (place === undefined) return undefined;
  return { place, lineage };
}

/** https://docs.github.com/rest/deployments/statuses: longer ones are refused. */
const LONGEST_DESCRIPTION = 140;

export function shortened(description: string): string {
  const characters = [...description];
  if (characters.length <= LONGEST_DESCRIPTION) return description;
  return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}
