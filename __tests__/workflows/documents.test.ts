import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { slug } from '../../src/report/kit/help-address.js';
import { literals, literalsOf } from './literals.js';

const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'SUPPORT.md',
  'AGENTS.md',
  'CODE_OF_CONDUCT.md',
  'examples/README.md',
  ...(readdirSync('docs', { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const text = (path: string) => readFileSync(path, 'utf8');

describe('docs/troubleshooting.md', () => {
  const headings = [...text('docs/troubleshooting.md').matchAll(/^### `(.+)`$/gm)].map(([, words = '']) => words);

  test('is headed by the errors of the code, word for word', () => {
    const known = literalsOf('src');
    expect(headings.length).toBeGreaterThan(30);
    expect(headings.filter((words) => !known.has(words))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });

  // Reasons why a function cannot start are told inside one error; the last two are made of what was thrown.
  const INSIDE_ANOTHER = /^src\/(errors\.ts|lambda\/start|operation\/run\/attempt|operation\/site\/prune)/;
  const PLAIN = /^(?:'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/;

  test('has a heading for every error of the code', () => {
    const sources = (readdirSync('src', { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('src', name))
      .filter((path) => !INSIDE_ANOTHER.test(path));
    const errors = sources.flatMap((path) =>
      text(path)
        .split(/\bwhat:\s+/)
        .slice(1)
        .flatMap((rest) => literals(PLAIN.exec(rest)?.[0] ?? '').slice(-1))
        .filter((words) => words.includes(' ') && !words.startsWith('HTTP …'))
        .map((words) => `${path}: ${words}`),
    );
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.filter((error) => !headings.includes(error.replace(/^[^:]+: /, '')))).toEqual([]);
  });

  test('the texts of a source are found as they are written, with what differs left out', () => {
    const source = [
      "what: 'It\\'s one', // 'not this'",
      `found: \`a \${x.map((y) => \`\${y}!\`).join(", ")} b\`, /* "nor this" */`,
      'const t = { a: `}` };',
    ].join('\n');
    expect(literals(source)).toEqual(["It's one", '…!', ', ', 'a … b', '}']);
  });
});

describe('the documents', () => {
  test.each(DOCUMENTS)('%s names only files that exist', (path) => {
    const links = [...text(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^https?:/.test(link));
    expect(local.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  test.each(DOCUMENTS)('%s links to headings that exist', (path) => {
    const links = [...text(path).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)].filter(
      ([, file = '']) => !/^https?:/.test(file),
    );
    const broken = links.filter(([, file = '', anchor = '']) => {
      const page = file === '' ? path : join(dirname(path), file);
      const headings = [...text(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
      return !headings.includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test('the decisions have numbers of their own, and are all in the list', () => {
    const names = readdirSync('docs/decisions').filter((name) => /^\d{4}-/.test(name));
    const list = text('docs/decisions/README.md');
    expect(new Set(names.map((name) => name.slice(0, 4))).size).toBe(names.length);
    expect(names.filter((name) => !list.includes(`](${name})`))).toEqual([]);
  });

  // What GitHub does and does not do, each where its reader looks for it.
  test.each([
    ['docs/aws-setup.md', 'holds the stage for up to 30 days'],
    ['docs/aws-setup.md', 'GitHub Free has no environments in private repositories'],
    ['docs/aws-setup.md', 'OWNER/well-managed-deployments@*'],
    ['docs/aws-setup.md', 'Never choose the check run `plan (STAGE)`'],
    ['docs/how-it-works.md', 'need `types:`'],
    ['docs/how-it-works.md', 'switches schedules off after 60 days'],
    ['docs/how-it-works.md', 'may stand under the name of another workflow'],
    ['docs/how-it-works.md', 'force-cancel'],
    ['docs/versions.md', 'startup_failure'],
    ['docs/troubleshooting.md', 'startup_failure'],
    ['docs/troubleshooting.md', 'A push with `GITHUB_TOKEN` starts no workflow'],
    ['docs/troubleshooting.md', 'self-hosted runners below 2.336.0 do not know `$/`'],
    ['docs/troubleshooting.md', '"Allow selected actions"'],
    ['examples/README.md', '2.336.0'],
    ['CONTRIBUTING.md', "CodeQL's default setup"],
    ['CONTRIBUTING.md', 'Marketplace'],
  ])('%s says "%s"', (path, sentence) => {
    expect(text(path).replace(/\s+/g, ' ')).toContain(sentence);
  });

  test('the comparison is dated, and what it says of this action is held by a test that exists', () => {
    const page = text('docs/comparison.md');
    expect(page).toMatch(/^As of \d+ \w+ \d{4}\./m);
    const named = [...page.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name = '']) => name);
    const tests = (readdirSync('__tests__', { recursive: true }) as string[]).filter((name) =>
      name.endsWith('.test.ts'),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !tests.some((path) => path === name || path.endsWith(`/${name}`)))).toEqual([]);
  });

  test('every dependency has its reason', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json'));
    const reasons = text('docs/decisions/0002-dependencies.md');
    const named = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter(
      (name) => !name.startsWith('@types/'),
    );
    // `client-cloudfront` stands for `@aws-sdk/client-cloudfront`.
    const without = named.filter(
      (name) => !reasons.includes(`\`${name}\``) && !reasons.includes(`\`${name.split('/')[1]}\``),
    );
    expect(without).toEqual([]);
  });

  test('the table of permissions in docs/security.md is what the jobs of the reusable workflow are granted', () => {
    const rows = [...text('docs/security.md').matchAll(/^\| `([\w-]+): (read|write)` \|(.*)\|$/gm)];
    const columns = ['plan', 'deploy', 'drift', 'rollback', 'destroy'];
    const said = Object.fromEntries(columns.map((job) => [job, {} as Record<string, string>]));
    for (const [, permission = '', access = '', cells = ''] of rows) {
      for (const [at, job] of columns.entries()) {
        const cell = cells.split('|')[at]?.trim() ?? '';
        const granted = said[job];
        if (granted !== undefined && cell !== '') granted[permission] = cell === 'yes' ? access : 'read';
      }
    }
    const { jobs } = parse(text('.github/workflows/deploy.yml'));
    expect(said).toEqual(Object.fromEntries(columns.map((job) => [job, jobs[job].permissions])));
  });

  test("the YAML of the README's first screen is YAML, and each permission has its reason", () => {
    const block = /```yaml\n([\s\S]*?)```/.exec(text('README.md'))?.[1] ?? '';
    const workflow = parse(block);
    const { permissions: granted = {} } = Object.values(workflow.jobs)[0] as { permissions?: object };
    const permissions = Object.keys(granted);
    expect(permissions.length).toBeGreaterThan(3);
    for (const name of permissions) expect(block).toMatch(new RegExp(`^      ${name}: \\w+ +# \\S`, 'm'));
    expect(block.trim().split('\n').length).toBeLessThanOrEqual(30);
  });
});
