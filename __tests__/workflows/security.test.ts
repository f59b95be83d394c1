import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sources } from '../source-imports.js';

const SECURITY = readFileSync('docs/security.md', 'utf8');
const THREATS = readFileSync('docs/threats.md', 'utf8');
const section = (page: string, heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .slice(1);

describe('docs/threats.md', () => {
  test.each(rows(section(THREATS, 'Threats considered')))('names a test that is there: %s', (row) => {
    const [, path = '', name = ''] = /\| \[[\w-]+\]\(\.\.\/(__tests__\/[\w/.-]+)\): "(.+)" \|$/.exec(row) ?? [];
    expect(existsSync(path)).toBe(true);
    expect([`'${name}'`, `"${name}"`, `\`${name}\``].some((title) => readFileSync(path, 'utf8').includes(title))).toBe(
      true,
    );
  });

  test('has a row for each of many threats', () => {
    expect(rows(section(THREATS, 'Threats considered')).length).toBeGreaterThan(25);
  });
});

describe('docs/security.md', () => {
  test('lists every host that the source names', () => {
    const hosts = new Set<string>();
    for (const file of sources(join(process.cwd(), 'src'))) {
      // Addresses in comments are references.
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
      for (const [, host = ''] of code.matchAll(/https?:\/\/([a-z0-9.${}-]+\.[a-z0-9.${}-]+)/gi)) {
        hosts.add(host.replaceAll('$' + '{region}', 'REGION').replace(/\$\{.*$/, ''));
      }
    }
    hosts.delete('127.0.0.1');
    expect(hosts.size).toBeGreaterThan(4);
    const listed = section(SECURITY, 'Who is contacted');
    expect([...hosts].filter((host) => !listed.includes(host))).toEqual([]);
  });
});
