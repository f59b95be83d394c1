/** What a commit or a pull request does to one file. */
export interface FileChange {
  readonly path: string;
  /** Where it was before, where it was renamed. */
  readonly before?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly added: number;
  readonly removed: number;
  /** From its first `@@`; absent where nothing but the name differs, and of binary files. */
  readonly patch?: string;
}

/** Reads what `git diff --find-renames` prints. */
export function fileChanges(diff: string): readonly FileChange[] {
  return diff
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith('diff --git '))
    .map(fileChange);
}

function fileChange(part: string): FileChange {
  const at = part.search(/^@@ /m);
  const head = at < 0 ? part : part.slice(0, at);
  const said = (pattern: RegExp) => pattern.exec(head)?.[1];
  const before = said(/^rename from (.*)$/m);
  const removed = /^deleted file mode/m.test(head);
  const added = /^new file mode/m.test(head);
  const path =
    said(/^rename to (.*)$/m) ??
    said(removed ? /^--- a\/(.*)$/m : /^\+\+\+ b\/(.*)$/m) ??
    said(/^diff --git .* b\/(.*)$/m);
  const patch = at < 0 ? undefined : part.slice(at).replace(/\n$/, '');
  const lines = patch?.split('\n') ?? [];
  return {
    path: path ?? '',
    status: before !== undefined ? 'renamed' : removed ? 'removed' : added ? 'added' : 'modified',
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    ...(before === undefined ? {} : { before }),
    ...(patch === undefined ? {} : { patch }),
  };
}
