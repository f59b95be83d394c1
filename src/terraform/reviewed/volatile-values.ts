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
  /** Names and values of root variables that differ in each run. Shorter ones may stand anywhere, and are no tokens. */
  readonly variables?: readonly (readonly [name: string, value: string])[];
}

/** Ids of runs on github.com have ten digits and more; an enterprise server begins at 1. */
const SHORTEST_RUN_ID = 9;
const SHORTEST_VARIABLE = 8;
const HEXADECIMAL = /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;

/**
 * @param timestamp the plan's own: `plantimestamp()` is known, and another one each time
 * @param packages their keys name code, which is reviewed as code
 */
export function tokenizer(
  values: VolatileValues,
  timestamp: string | undefined,
  packages: OwnPackages | undefined,
): (text: string) => string {
  const literals: [string, string][] = [
    [values.workspacePath.replace(/\/$/, ''), '<workspace>'],
    [timestamp ?? '', '<plan-time>'],
    ...(values.caller ?? []).map((caller): [string, string] => [caller, '<caller>']),
    ...(values.variables ?? [])
      .filter(([, value]) => value.length >= SHORTEST_VARIABLE)
      .map(([name, value]): [string, string] => [value, `<variable ${name}>`]),
  ];
  const patterns = literals
    .filter(([literal]) => literal.length > 1)
    .map(([literal, token]): [RegExp, string] => [new RegExp(bounded(literal), 'g'), token]);
  const run = runPattern(values.runId);
  const keys = packages === undefined || packages.names.length === 0 ? undefined : ownPackageKeys(packages);
  return (text) => {
    let replaced = text;
    for (const [pattern, token] of patterns) replaced = replaced.replace(pattern, () => token);
    if (run !== undefined) replaced = replaced.replace(run, () => '<run>');
    replaced = replaced.replace(HEXADECIMAL, (digits) =>
      values.commits.some((commit) => commit.startsWith(digits.toLowerCase())) ? '<commit>' : digits,
    );
    return keys === undefined ? replaced : replaced.replace(keys, 'package:$1');
  };
}

/** A short number may be anything, such as a port: it is this run's only in the address of a run. */
function runPattern(runId: string): RegExp | undefined {
  if (runId === '') return undefined;
  const before = runId.length < SHORTEST_RUN_ID ? '(?<=/runs/)' : '(?<!\\d)';
  return new RegExp(`${before}${escaped(runId)}(?!\\d)`, 'g');
}

/** A path does not stand in a longer name: `/src/shop` is not in `/src/shop-admin`. */
function bounded(literal: string): string {
  return `${escaped(literal)}(?![\\w-])`;
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
