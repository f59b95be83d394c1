import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputError, pathProblems } from '../../src/config/check-paths.js';
import { parseConfig } from '../../src/config/parse-config.js';

const { inputs } = parse(readFileSync('action.yml', 'utf8'));

/** The runner fills in the defaults of action.yml. */
function withInputs(given: Record<string, string>, offline = false) {
  const read = (name: string) => given[name] ?? (name === 'github-token' ? 't' : String(inputs[name].default ?? ''));
  return parseConfig(read, { offline });
}

function config(given: Record<string, string> = {}) {
  const result = withInputs(given);
  if ('problems' in result) throw inputError(result.problems);
  return result.config;
}

describe('parseConfig', () => {
  test('the defaults are infrastructure in infra/, stage dev, and no front end', () => {
    expect(config()).toEqual({
      operation: 'auto',
      stage: 'dev',
      infrastructure: {
        directory: 'infra',
        workspace: 'default',
        varFiles: [],
        variables: new Map(),
        volatileVariables: [],
        backendConfig: [],
        binary: 'terraform',
        version: '',
        lockTimeout: '5m',
        passEnvironment: [],
      },
      aws: {},
      applyPolicy: 'reviewed',
      protect: [],
      confirmDestroy: '',
      hold: true,
      outdated: 'note',
      comment: 'always',
      redact: [],
      githubToken: 't',
    });
  });

  test('a front end looks for its bucket, distribution and address in the stack outputs', () => {
    expect(config({ 'site-directory': './site/dist/', 'site-prefix': 'app' }).site).toMatchObject({
      directory: 'site/dist',
      prefix: 'app/',
      bucket: { kind: 'stack-output', name: 'site_bucket' },
      distributions: [{ kind: 'stack-output', name: 'distribution_id' }],
      url: { kind: 'stack-output', name: 'site_url' },
    });
  });

  test.each(['E1AAA,E2BBB', 'E1AAA, E2BBB', 'E1AAA E2BBB'])(
    'several distributions on one line are an error: %s',
    (line) => {
      const result = withInputs({ 'site-directory': 'dist', 'distribution-id': line });
      expect('problems' in result && result.problems).toEqual([
        { input: 'distribution-id', found: `"${line}"`, expected: 'one distribution a line, without commas' },
      ]);
    },
  );

  test('variables keep everything after the first "=", lists one a line', () => {
    const { infrastructure } = config({
      variables: 'tags={ a = "x, y" }\n\nsize=2',
      'backend-config': 'bucket=b\nkey=k=1',
    });
    expect([...(infrastructure?.variables ?? [])]).toEqual([
      ['tags', '{ a = "x, y" }'],
      ['size', '2'],
    ]);
    expect(infrastructure?.backendConfig).toEqual(['bucket=b', 'key=k=1']);
  });

  test('all bad inputs are reported at once, each with what was found and expected', () => {
    const result = withInputs({
      operation: 'aply',
      stage: 'my stage',
      'infra-directory': '../other',
      'max-deletes': '-1',
      'cache-rules': '- { match: "*.html" }',
      redact: '(',
      variables: 'no assignment',
    });
    expect('problems' in result && result.problems.map(({ input }) => input)).toEqual([
      'operation',
      'stage',
      'infra-directory',
      'variables',
      'cache-rules',
      'max-deletes',
      'redact',
    ]);
    expect('problems' in result && inputError(result.problems).message).toMatchInlineSnapshot(`
"7 inputs are not valid:
  operation: found "aply"; expected one of "auto", "plan", "deploy", "rollback", "rollback-site", "destroy", "drift", "check", "unlock".
  stage: found "my stage"; expected a stage such as dev, prod or v1: at most 63 letters, digits, ".", "_" or "-".
  infra-directory: found "../other"; expected a path relative to the repository, without "..".
  variables: found a text that is not repeated here, since it may be secret; expected one name=value a line, which line 1 is not.
  cache-rules: found "- { match: "*.html" }"; expected a YAML list of { match, cache-control, content-type? } (at 0.cache-control: Invalid key: Expected "cache-control" but received undefined).
  max-deletes: found "-1"; expected a whole number from 0 to 10000000.
  redact: found "("; expected one JavaScript regular expression a line (Invalid regular expression: /(/gu: Unterminated group). 
Correct the "with:" of the step. Nothing was sent to AWS or GitHub."
`);
  });

  test('a token that is no token is never repeated', () => {
    const result = withInputs({ 'github-token': 't0ken with space' });
    expect(JSON.stringify(result)).not.toContain('t0ken');
  });

  test.each([
    [{ 'infra-directory': '', 'site-directory': '' }, 'there is nothing to deploy'],
    [{ 'infra-directory': '', 'site-directory': 'dist' }, 'the name of the bucket'],
    [{ 'site-config': 'apiUrl=api_url' }, 'a front end, which reads config.json'],
    [
      { 'site-config': 'a=b', 'site-directory': 'dist', 'infra-directory': '', 'site-bucket': 'shop-site' },
      'a Terraform root module',
    ],
    [
      { 'site-config': 'a=b', 'site-directory': 'dist', 'release-file': 'config.json' },
      'another name in "release-file"',
    ],
    [{ 'site-directory': 'dist', 'site-bucket': 'My_Bucket' }, 'a bucket name'],
    [{ redact: 'a*' }, 'do not match the empty text'],
    [{ variables: 'a=1\na=2' }, '"a" stands there twice'],
    [{ 'site-prefix': '../x' }, 'a key prefix'],
    [{ 'approved-fingerprint': 'abc' }, '64 hex digits'],
    [{ 'lambda-packages': 'api=api/dist' }, 'with "lambda-packages", a bucket name'],
    [{ 'lambda-packages': 'api=../dist', 'artifact-bucket': 'artifacts' }, 'without ".."'],
    [{ 'lambda-packages': 'api=', 'artifact-bucket': 'artifacts' }, 'a path behind "api="'],
    [{ 'lambda-packages': '..=dist', 'artifact-bucket': 'artifacts' }, 'one name=value a line'],
    [{ variables: 'a.b=1' }, 'one name=value a line'],
  ])('%j is refused', (given, expected) => {
    expect(() => config(given)).toThrow(expected);
  });

  test('a package may be called what its key can be', () => {
    const { packages } = config({ 'lambda-packages': 'A.b_c-1=dist\n2=dist', 'artifact-bucket': 'artifacts' });
    expect(packages?.packages.map(({ name }) => name)).toEqual(['A.b_c-1', '2']);
  });

  test("a fork's pull request gets no variables, and is asked for nothing that only AWS needs", () => {
    const halves = {
      'site-directory': 'dist',
      'infra-directory': '',
      'lambda-packages': '',
      'site-bucket': '-site',
      'role-to-assume': 'arn:aws:iam:::role/plan',
      'aws-region': 'none',
      'allowed-account-id': '12',
      'site-url': 'example.org',
      'site-prefix': '/x',
      workspace: '',
    };
    expect(withInputs(halves, true)).toHaveProperty('config');
    expect((withInputs(halves) as { problems: readonly object[] }).problems.length).toBeGreaterThanOrEqual(6);
    const packages = { 'lambda-packages': 'api=api/dist', 'artifact-bucket': '' };
    expect(withInputs(packages, true)).toHaveProperty('config.packages');
    // What needs no AWS is asked as ever.
    expect(withInputs({ comment: 'loudly', redact: '(' }, true)).toHaveProperty('problems.length', 2);
    expect(withInputs({ 'infra-directory': '', 'site-directory': '' }, true)).toHaveProperty('problems.length', 1);
  });

  test('paths that are not there are named, with what to do', () => {
    const present = config({ 'site-directory': 'dist', 'var-files': 'infra/dev.tfvars' });
    const kinds = { infra: 'directory', dist: 'missing', 'infra/dev.tfvars': 'directory' } as const;
    const kind = (path: string) => kinds[path as keyof typeof kinds];
    expect(
      pathProblems(present, kind, { site: true, packages: true }).map(({ input, found }) => `${input}: ${found}`),
    ).toEqual([
      'var-files: "infra/dev.tfvars", which is a directory',
      'site-directory: "dist", which does not exist in the workspace',
    ]);
    expect(pathProblems(present, kind, { site: false, packages: false }).map(({ input }) => input)).toEqual([
      'var-files',
    ]);
  });
});
