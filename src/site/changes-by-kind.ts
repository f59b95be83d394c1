import { isPage } from './content-type.js';
import { fileKind } from './file-kind.js';
import type { FileReason, SyncPlan } from './sync-plan.js';

export const KINDS = ['pages', 'scripts and styles', 'pictures, fonts and media', 'other files'] as const;
export type Kind = (typeof KINDS)[number];

/** What a deploy does to the files of one kind. */
export interface KindOfChange {
  readonly kind: Kind;
  readonly new: number;
  readonly content: number;
  readonly headers: number;
  readonly deletions: number;
  /** Bytes to upload. */
  readonly bytes: number;
}

/** Only kinds to which something happens, in the order of `KINDS`. */
export function changesByKind({ decisions, deletions }: SyncPlan): readonly KindOfChange[] {
  const kinds = KINDS.map((kind): KindOfChange => {
    const files = decisions.filter(({ path, contentType }) => kindOf(path, isPage(contentType)) === kind);
    const count = (reason: FileReason) => files.filter((file) => file.reason === reason).length;
    return {
      kind,
      new: count('new'),
      content: count('content'),
      headers: count('headers'),
      deletions: deletions.filter((key) => kindOf(key, /\.x?html?$/i.test(key)) === kind).length,
      bytes: files.reduce((sum, { reason, size }) => sum + (reason === 'new' || reason === 'content' ? size : 0), 0),
    };
  });
  return kinds.filter((change) => change.new + change.content + change.headers + change.deletions > 0);
}

function kindOf(path: string, page: boolean): Kind {
  if (page) return 'pages';
  const kind = fileKind(path);
  if (kind === undefined) return 'other files';
  return kind === 'code' ? 'scripts and styles' : 'pictures, fonts and media';
}
