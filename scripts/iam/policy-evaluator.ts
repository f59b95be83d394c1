/** A policy as IAM takes it; Terraform writes lists where one value would do, and strings where they are enough. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Of policies of a resource. It is not read here: every principal is the one that is meant. */
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One right that a request asks for. */
export interface Call {
  readonly action: string;
  /** An ARN, or `*` where the action has no resource. */
  readonly resource: string;
  /** Condition keys that the request has, in the spelling of the policies. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The policies that decide about a request, all of one account. */
export interface Policies {
  readonly identity: readonly PolicyDocument[];
  /** Without one, nothing bounds the role. */
  readonly boundary?: PolicyDocument;
  /** Of the bucket, or the trust of a role: what it allows needs no allowance by the role. */
  readonly resource?: PolicyDocument;
}

/**
 * Whether IAM allows the call: no Deny matches, and an Allow does
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Throws for an operator that
 * it does not know, so that no condition passes unread.
 */
export function isAllowed(call: Call, { identity, boundary, resource }: Policies): boolean {
  const statements = (documents: readonly (PolicyDocument | undefined)[]) =>
    documents.flatMap((document) => document?.Statement ?? []).filter((statement) => matches(statement, call));
  const all = statements([...identity, boundary, resource]);
  if (all.some(({ Effect }) => Effect === 'Deny')) return false;
  if (statements([resource]).length > 0) return true;
  return statements(identity).length > 0 && (boundary === undefined || statements([boundary]).length > 0);
}

/** Whether a statement speaks of the call, whatever its effect. */
export function matches({ Action, Resource, Condition = {} }: Statement, { action, resource, context }: Call): boolean {
  return (
    list(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    (Resource === undefined || list(Resource).some((pattern) => like(pattern, resource))) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, context[key], list(expected))),
    )
  );
}

type Comparison = (found: string, expected: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (found, expected) => found === expected,
  StringLike: (found, expected) => like(expected, found),
  StringNotEqualsIgnoreCase: (found, expected) => found.toLowerCase() !== expected.toLowerCase(),
  Bool: (found, expected) => found.toLowerCase() === expected.toLowerCase(),
};

function holds(operator: string, found: string | readonly string[] | undefined, expected: readonly string[]): boolean {
  if (operator === 'Null') return expected.includes(String(found === undefined));
  const [, every = '', name = '', ifExists = ''] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const compare = COMPARISONS[name];
  if (compare === undefined) throw new Error(`The condition operator ${operator} is not known here`);
  if (found === undefined) return every !== '' || ifExists !== '';
  // A negated comparison holds when it holds for each value of the policy, any other when it holds for one.
  const one = (value: string) =>
    name.includes('Not')
      ? expected.every((each) => compare(value, each))
      : expected.some((each) => compare(value, each));
  return every === '' ? list(found).some(one) : list(found).every(one);
}

/** IAM's patterns: `*` is any number of characters, `?` is one. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
