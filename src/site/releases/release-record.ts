import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import { type DescribedFile, FILE_ROWS, fileRowsText, readFileRows } from './file-rows.js';
import {
  BACK_END,
  backEndRows,
  OUTPUTS,
  outputRows,
  type ReadOutputs,
  type ReleasedBackEnd,
  readBackEnd,
} from './released-back-end.js';
import { readDocument } from './stored-document.js';

/** What was live once, by its bytes, so that it can be live again without anything being built or uploaded. */
export interface ReleaseRecord {
  readonly release: string;
  readonly commit: string;
  readonly stage: string;
  /** ISO 8601: when it became live first. */
  readonly at: string;
  readonly run: { readonly id: string; readonly url: string };
  /** Of the pull request: who merged it, where GitHub knows one. */
  readonly merged?: { readonly number: number; readonly by?: string | undefined } | undefined;
  /** The release that was live before it; absent of the first one. */
  readonly before?: string | undefined;
  /** What ran behind it; absent where this action made no package for it, and of releases of earlier versions. */
  readonly backEnd?: ReleasedBackEnd | undefined;
  /** Absent of releases of earlier versions. */
  readonly outputs?: ReadOutputs | undefined;
  /** By its name in `config.json`, the stack output that stands there; absent: this action wrote none. */
  readonly config?: ReadonlyMap<string, string> | undefined;
  /** Where it was served. */
  readonly url?: string | undefined;
  /** The bucket of its packages. */
  readonly artifacts?: string | undefined;
  /** Files whose access or headers were given by somebody else. */
  readonly adopted: ReadonlySet<string>;
  /** By path inside the site, the release file too. */
  readonly files: ReadonlyMap<string, DescribedFile>;
}

const VERSION = 1;

/** The document of a release in the site's bucket. */
export const STORED_RELEASE = v.object({
  version: v.literal(VERSION),
  release: v.string(),
  commit: v.string(),
  stage: v.string(),
  at: v.string(),
  run: v.object({ id: v.string(), url: v.string() }),
  merged: v.optional(v.object({ number: v.number(), by: v.optional(v.string()) })),
  before: v.optional(v.string()),
  backEnd: v.optional(BACK_END),
  outputs: v.optional(OUTPUTS),
  config: v.optional(v.array(v.strictTuple([v.string(), v.string()]))),
  url: v.optional(v.string()),
  artifacts: v.optional(v.string()),
  adopted: v.optional(v.array(v.string())),
  ...FILE_ROWS,
});

export function releaseRecordText({ files, adopted, backEnd, outputs, config, ...about }: ReleaseRecord): string {
  const made = {
    backEnd: backEnd && backEndRows(backEnd),
    outputs: outputs && outputRows(outputs),
    config: config && [...config],
  };
  const head = { version: VERSION, ...about, ...made, adopted: adopted.size === 0 ? undefined : [...adopted].sort() };
  return `${JSON.stringify(head).slice(0, -1)},${fileRowsText(files)}}\n`;
}

/** Throws when it is not a release as this action writes it: what it says is going to be live. */
export function parseReleaseRecord(text: string, key: string): ReleaseRecord {
  return readDocument(
    text,
    STORED_RELEASE,
    ({
      release,
      commit,
      stage,
      at,
      run,
      merged,
      before,
      backEnd,
      outputs,
      config,
      url,
      artifacts,
      adopted = [],
      ...rows
    }) => ({
      release,
      commit,
      stage,
      at,
      run,
      merged: merged === undefined ? undefined : { number: merged.number, by: merged.by },
      before,
      backEnd: backEnd && readBackEnd(backEnd),
      outputs: outputs && new Map(outputs),
      config: config && new Map(config),
      url,
      artifacts,
      adopted: new Set(adopted),
      files: readFileRows(rows),
    }),
    (found, cause) => unreadable(key, found, cause),
  );
}

function unreadable(key: string, found: string, cause?: unknown): ActionError {
  return new ActionError({
    what: `The record of the release, ${key}, cannot be read`,
    found,
    wayOut: 'Use the version of this action that wrote it, or roll back to another release',
    cause,
  });
}
