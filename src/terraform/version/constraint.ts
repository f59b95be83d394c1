import semver from 'semver';

const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', '~>'] as const;
type Operator = (typeof OPERATORS)[number];

interface Condition {
  readonly operator: Operator;
  /** As written, one to three numbers: `~>` counts them. */
  readonly numbers: readonly number[];
  /** `1.11.0`, `1.12.0-rc1`. */
  readonly version: string;
}

/** All of its conditions have to be met. */
export type Constraint = readonly Condition[];

const CONDITION = /^(=|!=|>=|<=|>|<|~>)?\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})(-[0-9A-Za-z.-]+)?$/;
/** `1.11`, `1.11.x`, `1.*`: what people write for the newest of a line. */
const LINE = /^v?(\d{1,9}(?:\.\d{1,9})?)(?:\.[x*]){0,2}$/i;

/**
 * Terraform's own language of version constraints, which OpenTofu shares
 * (https://developer.hashicorp.com/terraform/language/expressions/version-constraints). `undefined`: it is none.
 */
export function parseConstraint(text: string): Constraint | undefined {
  const conditions: Condition[] = [];
  for (const part of text.split(',')) {
    const [, operator = '=', numbers = '', prerelease = ''] = CONDITION.exec(part.trim()) ?? [];
    const version = semver.valid(`${padded(numbers)}${prerelease}`);
    if (numbers === '' || version === null) return undefined;
    conditions.push({ operator: operator as Operator, numbers: numbers.split('.').map(Number), version });
  }
  return conditions;
}

/** An input or a version file: a constraint, or `1.11` and `1.11.x`, the newest release of that line. */
export function parseWanted(text: string): Constraint | undefined {
  const line = LINE.exec(text.trim())?.[1];
  if (line === undefined) return parseConstraint(text);
  // `~> 1.0` is below 2, `~> 1.11.0` below 1.12.
  return parseConstraint(`~> ${line}.0`);
}

/** The one version that it names; `undefined` where it leaves a choice. */
export function exactVersion(constraint: Constraint): string | undefined {
  const [only, ...others] = constraint;
  return only?.operator === '=' && others.length === 0 ? only.version : undefined;
}

/** A pre-release meets only what names it. */
export function meets(version: string, constraint: Constraint): boolean {
  return constraint.every((condition) => meetsOne(version, condition));
}

function meetsOne(version: string, { operator, numbers, version: bound }: Condition): boolean {
  if (operator === '=') return semver.eq(version, bound);
  if (operator === '!=') return !semver.eq(version, bound);
  if (semver.prerelease(version) !== null && String(semver.coerce(version)) !== String(semver.coerce(bound)))
    return false;
  switch (operator) {
    case '>':
      return semver.gt(version, bound);
    case '>=':
      return semver.gte(version, bound);
    case '<':
      return semver.lt(version, bound);
    case '<=':
      return semver.lte(version, bound);
    case '~>': {
      const parts = [semver.major(version), semver.minor(version), semver.patch(version)];
      // The last number that is written may grow: `~> 1.2` is below 2, `~> 1.2.3` below 1.3.
      return semver.gte(version, bound) && numbers.slice(0, -1).every((number, at) => parts[at] === number);
    }
  }
}

function padded(numbers: string): string {
  return [...numbers.split('.'), '0', '0'].slice(0, 3).map(Number).join('.');
}
