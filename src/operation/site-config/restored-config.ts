import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ActionError } from '../../errors.js';
import { CONFIG_PATH } from '../../site/file-headers.js';
import type { ReleaseRecord } from '../../site/releases/release-record.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import { configText } from './written-config.js';

/** A `config.json` that is written anew, since the stack's outputs are not what they were. */
export interface RestoredConfig {
  readonly text: string;
  /** The release with it. */
  readonly of: ReleaseRecord;
  readonly warning: string;
}

/**
 * Pages of a release want the names that they read then, and the stack as it is now: infrastructure does not go back.
 * @returns `undefined` where the release has none, or its own is still right
 */
export function restoredConfig(target: ReleaseRecord, outputs: StackOutputs): RestoredConfig | undefined {
  const { config, files, outputs: then = new Map<string, unknown>() } = target;
  const file = files.get(CONFIG_PATH);
  if (config === undefined || file === undefined) return undefined;
  const { text, faults } = configText(config, outputs);
  if (faults.length > 0) throw notWritable(target.release, faults);
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === file.sha256) return undefined;
  const names = [...new Set(config.values())];
  const now = new Map(names.map((name) => [name, outputs[name]?.value]));
  const differing = names.filter((name) => !isDeepStrictEqual(then.get(name), now.get(name)));
  const changed = differing.length === 0 ? names : differing;
  const { version: _, ...described } = file;
  return {
    text,
    of: {
      ...target,
      outputs: new Map([...then, ...now]),
      files: new Map([...files, [CONFIG_PATH, { ...described, sha256, size: bytes.length, etag: '' }]]),
    },
    warning:
      `config.json has the stack outputs of today, which are not those of the release ${target.release}: ` +
      `${changed.join(', ')} ${changed.length === 1 ? 'differs' : 'differ'}`,
  };
}

function notWritable(release: string, faults: readonly string[]): ActionError {
  return new ActionError({
    what: `The stack has no longer the outputs that the site of the release ${release} reads`,
    found: faults.join('; '),
    expected: 'outputs with a value that everybody may read: config.json is written from them',
    wayOut: 'Nothing was changed. Roll back to another release, or revert the pull request that took the outputs away',
  });
}
