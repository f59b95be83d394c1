import type { SlicePart } from '../configuration/slice.js';
import type { ReviewedChange } from './reviewed-change.js';

/** What decides a change and does not stand in its diff: a reviewer looks it up in the files. */
export interface Unseen {
  readonly address: string;
  /** Programs that run with it. */
  readonly programs: readonly UnseenPart[];
  /** The provider block, where it is not the default one. */
  readonly provider?: string | undefined;
  /** Arguments that are set, and are sent although the plan shows nothing. */
  readonly sent: readonly UnseenPart[];
  /** Values known only after the apply, with what the configuration makes them from. */
  readonly made: readonly { readonly path: string; readonly from: readonly UnseenPart[] }[];
}

export type UnseenPart = Pick<SlicePart, 'name' | 'file' | 'line'>;

/** Of each change that has any. */
export function unseenOf(changes: readonly ReviewedChange[]): readonly Unseen[] {
  return changes.flatMap((change): readonly Unseen[] => {
    const { address, type, beside, unknown } = change;
    const programs = beside.parts.filter(({ name }) => / provisioner /.test(name));
    // `provider aws.east`, behind the module that it is of.
    const provider = beside.parts.find(({ kind, name }) => kind === 'provider' && /\.[\w-]+$/.test(name));
    const sent = beside.parts.filter(({ kind, name }) => kind === 'expression' && name.startsWith(`${type}.`));
    const made = unknown.flatMap(({ path, slice }) => {
      const from = (slice?.parts ?? []).filter(({ kind, file }) => file !== undefined && kind !== 'provider');
      return from.length === 0 ? [] : [{ path, from }];
    });
    if (programs.length + sent.length + made.length === 0 && provider === undefined) return [];
    return [{ address, programs, sent, made, provider: provider?.name }];
  });
}
