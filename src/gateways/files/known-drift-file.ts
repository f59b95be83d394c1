import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KNOWN_DRIFT_FILE } from '../../terraform/reviewed/known-drift-file.js';

/** The list of known drift, as the commit has it that is checked out. A file that cannot be read is not "none". */
export function knownDriftFile(workspace: string): () => Promise<string | undefined> {
  return async () => {
    try {
      return await readFile(join(workspace, KNOWN_DRIFT_FILE), 'utf8');
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw thrown;
    }
  };
}
