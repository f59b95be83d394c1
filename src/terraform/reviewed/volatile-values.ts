import { type OwnPackages, ownPackageKeys } from '../plan/package-values.js';

/** Values that differ between two runs of one change by nature. They enter a fingerprint as tokens. */
export interface VolatileValues {
  /** Full SHAs of the commits that this run is about. Abbreviations of seven digits and more count too. */
  readonly commits: readonly string[];
  readonly runId: string;
  /** Where the repository is checked out, absolute. */
  readonly workspacePath: string;
  /** Who plans: ARN and unique id of the signed-in role, where they are known. The plan role is not the deploy role. */
  readonly caller?: readonly string[];
}

export interface Tokenized {
  readonly text: string;
  /** Whether a value that differs by nature stood in it. A package's key does not count. */
  readonly volatile: boolean;
}

const HEXADECIMAL = /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;

/**
 * @param timestamp the plan's own: `plantimestamp()` is known, and another one each time
 * @param packages their keys name code, which is reviewed as code
 */
export function tokenizer(
  values: VolatileValues,
  timestamp: string | undefined,
  packages: OwnPackages | undefined,
): (text: string) => Tokenized {
  const literals: [string, string][] = [
    [values.workspacePath.replace(/\/$/, ''), '<workspace>'],
    [timestamp ?? '', '<plan-time>'],
    ...(values.caller ?? []).map((caller): [string, string] => [caller, '<caller>']),
  ];
  const patterns = literals
    .filter(([literal]) => literal.length > 1)
    .map(([literal, token]): [RegExp, string] => [new RegExp(bounded(literal), 'g'), token]);
  const run = values.runId === '' ? undefined : new RegExp(`(?<!\\d)${escaped(values.runId)}(?!\\d)`, 'g');
  const keys = packages === undefined || packages.names.length === 0 ? undefined : ownPackageKeys(packages);
  return (text) => {
    let replaced = text;
    for (const [pattern, token] of patterns) replaced = replaced.replace(pattern, () => token);
    if (run !== undefined) replaced = replaced.replace(run, () => '<run>');
    replaced = replaced.replace(HEXADECIMAL, (digits) =>
      values.commits.some((commit) => commit.startsWith(digits.toLowerCase())) ? '<commit>' : digits,
    );
    const withoutKeys = keys === undefined ? replaced : replaced.replace(keys, 'package:$1');
    return { text: withoutKeys, volatile: replaced !== text };
  };
}

/** A path does not stand in a longer name: `/src/shop` is not in `/src/shop-admin`. */
function bounded(literal: string): string {
  return `${escaped(literal)}(?![\\w-])`;
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
