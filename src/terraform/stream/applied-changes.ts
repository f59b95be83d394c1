/** One line of `apply -json` about one resource. */
export interface ApplyEvent {
  readonly address: string;
  /** Terraform's word: `create`, `update`, `delete`. */
  readonly action: string;
  readonly phase: 'begun' | 'done' | 'failed';
  /** What its provider calls it, once it is there; absent where Terraform does not tell. */
  readonly id?: { readonly key: string; readonly value: string } | undefined;
}

/** A change of the plan, as far as this needs it. */
interface Planned {
  readonly address: string;
  readonly action: string;
}

export interface AppliedChange extends Planned {
  /** What is there now, where neither the old nor the new state of it is. */
  readonly detail?: string | undefined;
}

/** How far an apply came, by the changes of its plan. */
export interface ApplyResult {
  readonly done: readonly AppliedChange[];
  readonly failed: readonly AppliedChange[];
  readonly notBegun: readonly AppliedChange[];
}

/** What an apply has to do for each planned action, as the stream names it. A `forget` is not announced. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  'delete-create': ['delete', 'create'],
  'create-delete': ['create', 'delete'],
  'forget-create': ['create'],
  'create-forget': ['create'],
};

const PHASES: Readonly<Record<string, ApplyEvent['phase']>> = {
  apply_start: 'begun',
  apply_complete: 'done',
  apply_errored: 'failed',
};

/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui#operation-messages */
export function applyEvent(message: Readonly<Record<string, unknown>>): ApplyEvent | undefined {
  const phase = PHASES[String(message.type)];
  const hook = message.hook as
    | {
        readonly resource?: { readonly addr?: unknown };
        readonly action?: unknown;
        readonly id_key?: unknown;
        readonly id_value?: unknown;
      }
    | undefined;
  const address = hook?.resource?.addr;
  if (phase === undefined || typeof address !== 'string') return undefined;
  const { id_key: key, id_value: value } = hook ?? {};
  const id = typeof key === 'string' && key !== '' && typeof value === 'string' ? { id: { key, value } } : {};
  return { address, action: String(hook?.action ?? ''), phase, ...id };
}

/** Follows an apply, and says at its end what is done of its plan. */
export class AppliedChanges {
  readonly #phases = new Map<string, ApplyEvent['phase']>();

  add({ address, action, phase }: ApplyEvent): void {
    this.#phases.set(`${action} ${address}`, phase);
  }

  /** @param whole the apply has succeeded: then everything is done, also what is not announced */
  of(planned: readonly Planned[], whole: boolean): ApplyResult {
    const result = { done: [] as AppliedChange[], failed: [] as AppliedChange[], notBegun: [] as AppliedChange[] };
    const seen = new Set<string>();
    for (const { address, action } of planned) {
      const parts = PARTS[action];
      if (parts === undefined || seen.has(`${action} ${address}`)) continue;
      seen.add(`${action} ${address}`);
      const phases = parts.map((part) => this.#phases.get(`${part} ${address}`));
      if (whole || phases.every((phase) => phase === 'done')) result.done.push({ address, action });
      else if (phases.every((phase) => phase === undefined)) result.notBegun.push({ address, action });
      else result.failed.push({ address, action, ...half(action, phases) });
    }
    return result;
  }
}

function half(
  action: string,
  [first, second]: readonly (ApplyEvent['phase'] | undefined)[],
): Pick<AppliedChange, 'detail'> {
  if (action === 'delete-create' && first === 'done') {
    return { detail: second === undefined ? 'destroyed, not created again' : 'destroyed, creating it again failed' };
  }
  if (action === 'create-delete' && first === 'done') {
    return {
      detail: second === undefined ? 'created, the old one is still there' : 'created, destroying the old one failed',
    };
  }
  return first === 'begun' ? { detail: 'begun, and its end is not known' } : {};
}
