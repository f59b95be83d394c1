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

/** `NAME/SHA256.zip`, the key under which a Lambda package is stored: its content is code, reviewed as code. */
const PACKAGE_KEY = /(?<![\w.-])([\w.-]+)\/[0-9a-f]{64}\.(?:zip|jar)\b/g;
const HEXADECIMAL = /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;

/** @param timestamp the plan's own: `plantimestamp()` is known, and another one each time */
export function tokenizer(values: VolatileValues, timestamp: string | undefined): (text: string) => Tokenized {
  const literals: [string, string][] = [
    [values.workspacePath.replace(/\/$/, ''), '<workspace>'],
    [timestamp ?? '', '<plan-time>'],
    ...(values.caller ?? []).map((caller): [string, string] => [caller, '<caller>']),
  ];
  const patterns = literals
    .filter(([literal]) => literal.length > 1)
    .map(([literal, token]): [RegExp, string] => [new RegExp(bounded(literal), 'g'), token]);
  const run = values.runId === '' ? undefined : new RegExp(`(?<!\\d)${escaped(values.runId)}(?!\\d)`, 'g');
  return (text) => {
    let replaced = text;
    for (const [pattern, token] of patterns) replaced = replaced.replace(pattern, () => token);
    if (run !== undefined) replaced = replaced.replace(run, () => '<run>');
    replaced = replaced.replace(HEXADECIMAL, (digits) =>
      values.commits.some((commit) => commit.startsWith(digits.toLowerCase())) ? '<commit>' : digits,
    );
    return { text: replaced.replace(PACKAGE_KEY, 'package:$1'), volatile: replaced !== text };
  };
}

/** A path does not stand in a longer name: `/src/shop` is not in `/src/shop-admin`. */
function bounded(literal: string): string {
  return `${escaped(literal)}(?![\\w-])`;
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
