import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { PathKind } from '../../config/check-paths.js';

/** What stands at a path of the checked-out repository. */
export function pathKind(workspace: string): PathKind {
  return (path) => {
    const stats = statSync(join(workspace, path), { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    return stats.isDirectory() ? 'directory' : 'file';
  };
}
