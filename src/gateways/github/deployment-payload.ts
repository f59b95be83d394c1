import * as v from 'valibot';

/** What our deployments say of themselves beside GitHub's own fields. */
export interface DeploymentPayload {
  readonly stage: string;
  readonly destroys: boolean;
  /** Of one creation: it is found again by this. Older versions give none. */
  readonly request?: string | undefined;
  /** Addresses that its plan creates. */
  readonly creates: readonly string[];
}

const PAYLOAD = v.object({
  stage: v.string(),
  destroys: v.optional(v.boolean(), false),
  request: v.optional(v.string()),
  creates: v.optional(v.array(v.string()), []),
});

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
