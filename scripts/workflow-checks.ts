import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** What is wrong with a workflow or an action file, each as one sentence that begins with the line. */
export type Check = (text: string) => readonly string[];

interface Step {
  readonly node: YAMLMap;
  readonly line: number;
}

/**
 * Every action of somebody else is named by a full commit, with its version as a comment: a tag can be moved to other
 * code. `./` and `$/` are this repository's own commit.
 */
export const pinned: Check = (text) => {
  const problems: string[] = [];
  for (const { value, comment, line } of usesOf(text)) {
    if (value.startsWith('./') || value.startsWith('$/')) continue;
    if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(value)) {
      problems.push(`line ${line}: ${value} is not pinned to a full commit`);
    } else if (!/^ v\d+(\.\d+)*$/.test(comment)) {
      problems.push(`line ${line}: ${value} has no comment with its version, such as "# v1.2.3"`);
    }
  }
  return problems;
};

/** Nothing is granted at the top; each job has its own grants, and each grant says why. */
export const leastPermissions: Check = (text) => {
  const lines = new Lines(text);
  const document = parseDocument(text);
  const problems: string[] = [];
  const top = document.get('permissions', true);
  if (!isMap(top) || top.items.length > 0) problems.push('line 1: the workflow does not begin with "permissions: {}"');
  for (const { name, job, line } of jobsOf(text)) {
    const granted = job.get('permissions', true);
    if (!isMap(granted)) {
      problems.push(`line ${line}: the job ${name} does not list its permissions`);
      continue;
    }
    for (const pair of granted.items) {
      const { key, value } = scalars(pair);
      if (value?.comment?.trim()) continue;
      problems.push(
        `line ${lines.of(key)}: the job ${name} is granted ${key?.value}: ${value?.value} without a reason`,
      );
    }
  }
  return problems;
};

/** Whoever chooses a branch's name chooses what `run: echo ${{ github.head_ref }}` does. */
export const noInterpolation: Check = (text) =>
  stepsOf(text).flatMap(({ node, line }) => {
    const script = node.get('run') ?? node.getIn(['with', 'script']);
    return typeof script === 'string' && script.includes('${{')
      ? [`line ${line}: an expression stands inside a script; hand it over by "env:"`]
      : [];
  });

/** The token of a checkout would lie in `.git/config`, for every later step and every dependency to read. */
export const noStoredToken: Check = (text) =>
  stepsOf(text).flatMap(({ node, line }) => {
    const isCheckout = String(node.get('uses') ?? '').startsWith('actions/checkout@');
    return isCheckout && node.getIn(['with', 'persist-credentials']) !== false
      ? [`line ${line}: the checkout keeps its token; say "persist-credentials: false"`]
      : [];
  });

/** The set-up action's wrapper changes exit codes and adds text to what Terraform prints. */
export const noWrapper: Check = (text) =>
  stepsOf(text).flatMap(({ node, line }) => {
    const isSetup = String(node.get('uses') ?? '').startsWith('hashicorp/setup-terraform@');
    return isSetup && node.getIn(['with', 'terraform_wrapper']) !== false
      ? [`line ${line}: setup-terraform installs its wrapper; say "terraform_wrapper: false"`]
      : [];
  });

/**
 * Providers come from a cache of exactly this system and lock file, in a folder of this job: nothing older, and nothing
 * that another job on the machine may write meanwhile.
 */
export const cachedByLockFile: Check = (text) =>
  stepsOf(text).flatMap(({ node, line }) => {
    if (!/^actions\/cache(\/\w+)?@/.test(String(node.get('uses') ?? ''))) return [];
    const [key, path] = ['key', 'path'].map((name) => String(node.getIn(['with', name]) ?? ''));
    const parts = [/\$\{\{ runner\.os \}\}/, /\$\{\{ runner\.arch \}\}/, /hashFiles\(.*\.terraform\.lock\.hcl'.*\)/];
    const problems = parts.some((part) => !part.test(key ?? ''))
      ? [`line ${line}: the key of the cache lacks the system, the processor or the lock file`]
      : [];
    if (node.hasIn(['with', 'restore-keys']))
      problems.push(`line ${line}: restore-keys offer another lock file's cache`);
    if (!/^\$\{\{ runner\.temp \}\}\//.test(path ?? ''))
      problems.push(`line ${line}: the cache is not below runner.temp`);
    return problems;
  });

/** A job that hangs would run for six hours, with its credentials and in front of the queue. */
export const bounded: Check = (text) =>
  jobsOf(text).flatMap(({ name, job, line }) =>
    job.has('uses') || typeof job.get('timeout-minutes') === 'number'
      ? []
      : [`line ${line}: the job ${name} has no timeout-minutes`],
  );

/** The checks that every workflow passes; composite actions pass those that do not speak of jobs. */
export const WORKFLOW_CHECKS: Readonly<Record<string, Check>> = {
  pinned,
  leastPermissions,
  noInterpolation,
  noStoredToken,
  noWrapper,
  cachedByLockFile,
  bounded,
};
export const ACTION_CHECKS: Readonly<Record<string, Check>> = {
  pinned,
  noInterpolation,
  noStoredToken,
  noWrapper,
  cachedByLockFile,
};

/** Inputs that a step hands to an action and that the action does not have: GitHub only warns, and drops them. */
export function unknownInputs(text: string, uses: (value: string) => boolean, known: ReadonlySet<string>): string[] {
  return stepsOf(text).flatMap(({ node, line }) => {
    const handed = node.get('with', true);
    if (!uses(String(node.get('uses') ?? '')) || !isMap(handed)) return [];
    return handed.items
      .map((pair) => String(scalars(pair).key?.value))
      .filter((name) => !known.has(name))
      .map((name) => `line ${line}: the action has no input "${name}"`);
  });
}

/** Steps of all jobs of a workflow, or of a composite action. */
export function stepsOf(text: string): Step[] {
  const lines = new Lines(text);
  const document = parseDocument(text);
  const lists = [document.getIn(['runs', 'steps'], true), ...jobsOf(text).map(({ job }) => job.get('steps', true))];
  return lists.flatMap((list) =>
    isSeq(list) ? list.items.filter(isMap).map((node) => ({ node, line: lines.of(node) })) : [],
  );
}

function usesOf(text: string): { value: string; comment: string; line: number }[] {
  const lines = new Lines(text);
  return [...stepsOf(text).map(({ node }) => node), ...jobsOf(text).map(({ job }) => job)].flatMap((node) => {
    const uses = node.get('uses', true);
    return isScalar(uses) ? [{ value: String(uses.value), comment: uses.comment ?? '', line: lines.of(uses) }] : [];
  });
}

function jobsOf(text: string): { name: string; job: YAMLMap; line: number }[] {
  const lines = new Lines(text);
  const jobs = parseDocument(text).get('jobs', true);
  if (!isMap(jobs)) return [];
  return jobs.items.flatMap((pair) =>
    isMap(pair.value)
      ? [{ name: String(scalars(pair).key?.value), job: pair.value, line: lines.of(scalars(pair).key) }]
      : [],
  );
}

function scalars(pair: Pair) {
  return { key: isScalar(pair.key) ? pair.key : undefined, value: isScalar(pair.value) ? pair.value : undefined };
}

class Lines {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  of(node: { readonly range?: readonly [number, number, number] | null | undefined } | undefined): number {
    return this.#text.slice(0, node?.range?.[0] ?? 0).split('\n').length;
  }
}
