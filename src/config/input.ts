/** Where an input's text comes from: the runner sets `INPUT_NAME` for each input of `action.yml`, defaults filled in. */
export type ReadInput = (name: string) => string;

/** What is wrong with one input; all of them are reported at once. */
export interface InputProblem {
  readonly input: string;
  readonly found: string;
  readonly expected: string;
  readonly wayOut?: string;
}

/** Inputs whose own text is never repeated. */
export const MAY_BE_SECRET: ReadonlySet<string> = new Set([
  'github-token',
  'variables',
  'backend-config',
  'verify-paths',
  'webhook',
]);

/** A parser turns the trimmed text into a value or says what it had expected. */
export type InputParser<T> = (
  text: string,
) => { readonly value: T } | { readonly expected: string; readonly wayOut?: string };

export function oneOf<const T extends readonly string[]>(choices: T): InputParser<T[number]> {
  return (text) => {
    const value = choices.find((choice) => choice === text);
    return value === undefined
      ? { expected: `one of ${choices.map((choice) => `"${choice}"`).join(', ')}` }
      : { value };
  };
}

export const text: InputParser<string> = (found) => ({ value: found });

/** One entry a line, blank lines dropped; never split on spaces or commas, which are legal inside an entry. */
export const lines: InputParser<readonly string[]> = (found) => ({ value: nonBlankLines(found) });

export function matching(pattern: RegExp, expected: string): InputParser<string> {
  return (found) => (pattern.test(found) ? { value: found } : { expected });
}

/** A path relative to the workspace, `''` where the input is empty. It may not leave the workspace. */
export const workspacePath: InputParser<string> = (found) => {
  const path = found
    .replace(/\\/g, '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) {
    return { expected: 'a path relative to the repository, without ".."' };
  }
  return { value: found !== '' && path === '' ? '.' : path };
};

export const workspacePaths: InputParser<readonly string[]> = (found) => {
  const paths: string[] = [];
  for (const line of nonBlankLines(found)) {
    const one = workspacePath(line);
    if (!('value' in one)) return one;
    paths.push(one.value);
  }
  return { value: paths };
};

export function wholeNumber(max: number): InputParser<number> {
  return (found) => {
    const value = Number(found);
    if (/^\d+$/.test(found) && value <= max) return { value };
    return { expected: `a whole number from 0 to ${max}` };
  };
}

/** `name=value` a line, for Terraform's variables; the value is everything after the first `=`. */
export const assignments: InputParser<ReadonlyMap<string, string>> = (found) =>
  assigned(found, /^[A-Za-z_][A-Za-z0-9_-]*$/);

function assigned(found: string, names: RegExp): ReturnType<typeof assignments> {
  const value = new Map<string, string>();
  for (const [index, line] of found.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    // By its number: a line may be part of a secret.
    if (!names.test(name)) {
      return { expected: `one name=value a line, which line ${index + 1} is not` };
    }
    if (value.has(name)) return { expected: `each name once; "${name}" stands there twice` };
    value.set(name, line.slice(at + 1).trim());
  }
  return { value };
}

/** `name=path` a line, each path inside the workspace. The name becomes part of a key: `A.b_c-1`, never `..`. */
export const namedPaths: InputParser<readonly { readonly name: string; readonly path: string }[]> = (found) => {
  const named = assigned(found, /^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
  if (!('value' in named)) return named;
  const value: { name: string; path: string }[] = [];
  for (const [name, line] of named.value) {
    const path = workspacePath(line);
    if (!('value' in path)) return path;
    if (path.value === '') return { expected: `a path behind "${name}="` };
    value.push({ name, path: path.value });
  }
  return { value };
};

/** `''` where there is none. An address with a user in it would be sent on as a header. */
export const httpsAddress: InputParser<string> = (found) => {
  if (found === '') return { value: found };
  const url = URL.canParse(found) ? new URL(found) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return { value: url.href };
  return { expected: 'an address that begins with https://, without a user or password in it' };
};

export const patterns: InputParser<readonly RegExp[]> = (found) => {
  const value: RegExp[] = [];
  for (const line of nonBlankLines(found)) {
    try {
      const pattern = new RegExp(line, 'gu');
      if (pattern.test('')) return { expected: `patterns that do not match the empty text, which "${line}" does` };
      pattern.lastIndex = 0;
      value.push(pattern);
    } catch (error) {
      return {
        expected: `one JavaScript regular expression a line (${error instanceof Error ? error.message : error})`,
      };
    }
  }
  return { value };
};

/** An id has neither commas nor spaces: several on one line would be asked for as one. */
export function distributions(found: string): ReturnType<InputParser<readonly string[]>> {
  const parsed = lines(found);
  const several = 'value' in parsed && parsed.value.some((line) => /[,;\s]/.test(line));
  return several ? { expected: 'one distribution a line, without commas' } : parsed;
}

export function nonBlankLines(found: string): string[] {
  return found
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
