import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository, WorkflowFile } from '../../setup/repository.js';
import { pathKind } from './path-kind.js';
import { textOf } from './text-of.js';

/** @param isIgnored whether git leaves a path out, so that a runner's checkout will not have it */
export function repositoryIn(
  checkout: string,
  isIgnored: (path: string) => boolean = () => false,
): Pick<Repository, 'workflows' | 'kind' | 'read' | 'names'> {
  const kind = pathKind(checkout);
  return {
    workflows: workflowFiles(checkout),
    kind: (path) => {
      const found = kind(path);
      return found !== 'missing' && isIgnored(path) ? 'missing' : found;
    },
    read: (path) => (kind(path) === 'file' ? textOf(join(checkout, path)) : ''),
    names: (folder) => (kind(folder) === 'directory' ? readdirSync(join(checkout, folder)).sort() : []),
  };
}

/** In the order of their names. */
function workflowFiles(checkout: string): readonly WorkflowFile[] {
  const folder = join(checkout, '.github', 'workflows');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
