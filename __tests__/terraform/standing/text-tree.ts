import { posix } from 'node:path';
import { isConfigurationFile } from '../../../src/terraform/configuration/module-manifest.js';
import { digest } from '../../../src/terraform/plan/digest.js';
import type { CommitTree } from '../../../src/terraform/standing/tree-modules.js';

/** A commit of texts by their path. A path without an extension that other paths begin with is a folder. */
export function textTree(files: Readonly<Record<string, string>>): CommitTree {
  const below = (folder: string) => Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
  return {
    configurationIn: (folder) =>
      Object.entries(files)
        .filter(([path]) => posix.dirname(path) === folder && isConfigurationFile(posix.basename(path)))
        .map(([path, text]) => ({ path, text })),
    digestOf(path) {
      const text = files[path];
      if (text !== undefined) return { kind: 'file', digest: digest([text]) };
      const inside = below(path);
      return inside.length === 0 ? undefined : { kind: 'folder', digest: digest(inside.flat()) };
    },
    isInside: (path) => !path.startsWith('..'),
    textOf: (path) => files[path],
  };
}
