import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const read = (path: string) => readFileSync(path, 'utf8');
const files = readdirSync('infra', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tf') && !name.includes('.terraform/'))
  .map((name) => join('infra', name))
  .sort();

/** Kinds of the blocks at the left margin: `module`, `resource`, ... */
const blocks = (content: string) => [...content.matchAll(/^([a-z]+)(?: "[^"]*")* \{/gm)].map(([, kind]) => kind);

describe('the Terraform configuration', () => {
  test('is, at its root, two calls of modules and nothing else', () => {
    expect(blocks(read('infra/main.tf'))).toEqual(['module', 'module']);
    const others = files.filter((file) => /^infra\/[^/]+$/.test(file) && file !== 'infra/main.tf');
    const kinds = new Set(others.flatMap((file) => blocks(read(file))));
    expect([...kinds].sort()).toEqual(['output', 'provider', 'terraform', 'variable']);
  });

  test('has the outputs that the action asks for', () => {
    const outputs = [...read('infra/outputs.tf').matchAll(/^output "(\w+)"/gm)].map(([, name]) => name);
    expect(outputs).toEqual([
      'site_bucket',
      'distribution_id',
      'site_url',
      'distribution_domain',
      'artifact_bucket',
      'api_url',
      'api_health_url',
    ]);
  });

  test('starts no program and hides no change', () => {
    for (const file of files) {
      expect([file, /local-exec|remote-exec|data "external"|ignore_changes|null_resource/.test(read(file))]).toEqual([
        file,
        false,
      ]);
    }
  });

  test('knows nothing of where it is tested', () => {
    for (const file of files) {
      expect([
        file,
        /127\.0\.0\.1|localhost|moto|use_path_style|skip_credentials|endpoints \{/.test(read(file)),
      ]).toEqual([file, false]);
    }
  });

  test('takes providers 5.100 to 6 everywhere, and the locked one with the checksums of every platform', () => {
    const versions = files.filter((file) => read(file).includes('required_providers'));
    expect(versions).toHaveLength(4);
    for (const file of versions) expect(read(file)).toContain('version = ">= 5.100, < 7"');
    const lock = read('infra/.terraform.lock.hcl');
    expect(read('infra/bootstrap/.terraform.lock.hcl')).toBe(lock);
    expect(lock).toContain('version = "5.100.0"');
    expect(lock.match(/"zh:[0-9a-f]{64}"/g)?.length).toBeGreaterThanOrEqual(14);
  });

  test('describes every variable and output, and says its type', () => {
    for (const file of files) {
      const content = read(file);
      for (const [block, kind, name] of content.matchAll(/^(variable|output) "(\w+)" \{\n[\s\S]*?^\}/gm)) {
        expect([file, name, /^ {2}description = /m.test(block)]).toEqual([file, name, true]);
        if (kind === 'variable') expect([file, name, /^ {2}type +=/m.test(block)]).toEqual([file, name, true]);
      }
    }
  });
});

describe('the documentation of the roles', () => {
  const policies = ['reads', 'writes', 'deletes', 'policies', 'trust']
    .map((name) => read(`infra/bootstrap/${name}.tf`))
    .join('\n');
  const statements = [...policies.matchAll(/\bSid += "(\w+)"/g)].map(([, sid]) => sid);

  test('gives a reason for each statement, and for none that is not there', () => {
    const rows = [...read('docs/iam.md').matchAll(/^\| `(\w+)` \| .{20,} \|$/gm)].map(([, sid]) => sid);
    expect(statements.length).toBeGreaterThan(30);
    expect([...new Set(rows)].sort()).toEqual([...new Set(statements)].sort());
  });
});
