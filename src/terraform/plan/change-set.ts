import type { Blank } from './white-space.js';

/**
 * What a plan would do, decided from `terraform show -json` alone. The text of a plan is for display only: a
 * `check` block can print any summary line into it.
 */
export type PlanClass = 'none' | 'state-only' | 'outputs-only' | 'code' | 'change' | 'destructive';

/** `delete-create` and `create-delete` are both a replacement; the order is what a reviewer wants to see. */
export type ResourceAction =
  | 'create'
  | 'update'
  | 'delete'
  | 'delete-create'
  | 'create-delete'
  /** Replaced, while the old object stays outside Terraform (`lifecycle { destroy = false }`). */
  | 'forget-create'
  | 'create-forget'
  | 'forget'
  | 'read'
  | 'no-op';

export interface ResourceChange {
  /** As Terraform writes it: `module.a["x"].aws_s3_bucket.this[0]`. */
  readonly address: string;
  readonly previousAddress?: string | undefined;
  /** The module's address, `''` for the root. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly action: ResourceAction;
  /** The import id, where the change imports. */
  readonly importId?: string | undefined;
  /** Terraform's own word, such as `replace_because_cannot_update`. */
  readonly reason?: string | undefined;
  /** The key of the deposed object, where the change concerns one. */
  readonly deposed?: string | undefined;
  /** Paths that force the replacement, as `a.b[0]`. */
  readonly replacePaths: readonly string[];
  /** Attributes in which nothing but white space, or line ends, differs; absent where there is none. */
  readonly blank?: Readonly<Record<string, Blank>> | undefined;
  /** Top-level attributes that differ or are known only after apply; of updates and replacements. */
  readonly changedAttributes: readonly string[];
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly sensitive: boolean;
}

export interface CheckFailure {
  readonly address: string;
  readonly status: 'fail' | 'error' | 'unknown';
  readonly messages: readonly string[];
}

export interface DeferredChange {
  readonly reason: string;
  readonly change: ResourceChange;
}

export interface ActionInvocation {
  readonly address: string;
  readonly type: string;
  readonly provider: string;
  /** The resource whose change triggers it; absent when it is invoked by itself. */
  readonly trigger?: string | undefined;
  /** Why it waits for another plan, where it does. */
  readonly deferred?: string | undefined;
}

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly replace: number;
  readonly import: number;
  readonly move: number;
  readonly forget: number;
  readonly outputs: number;
}

export interface ChangeSet {
  readonly class: PlanClass;
  /** A replacement counts in `add`, `destroy` and `replace`. */
  readonly counts: ChangeCounts;
  /** Everything but plain no-ops, in the plan's order; reads of data sources are here but count in no class. */
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Changes that others made outside Terraform; those that bear on this plan come first. */
  readonly drift: readonly ResourceChange[];
  readonly checks: readonly CheckFailure[];
  readonly deferred: readonly DeferredChange[];
  readonly invocations: readonly ActionInvocation[];
  /** Terraform met an error while it planned: the plan is shown, and cannot be applied. */
  readonly errored?: true | undefined;
}

/** Whether an object is destroyed, or another one takes its place: the reviewer reads these first. */
export function isReplacedOrDeleted({ mode, action }: ResourceChange): boolean {
  return mode === 'managed' && (action === 'delete' || isReplacement(action));
}

export function isReplacement(action: ResourceAction): boolean {
  return destroysAndCreates(action) || action === 'forget-create' || action === 'create-forget';
}

export function destroysAndCreates(action: ResourceAction): boolean {
  return action === 'delete-create' || action === 'create-delete';
}
