import { describe, expect, test } from '@jest/globals';
import { requiredVersions } from '../../../src/terraform/version/required-version.js';
import { versionIn } from '../../../src/terraform/version/version-files.js';

describe('required_version', () => {
  test.each([
    ['a block', 'terraform {\n  required_version = ">= 1.5"\n}\n', ['>= 1.5']],
    ['one line', 'terraform { required_version = "~> 1.11" }', ['~> 1.11']],
    [
      'two blocks',
      'terraform {\n required_version=">= 1"\n}\nterraform {\n required_version = "< 2"\n}',
      ['>= 1', '< 2'],
    ],
    ['after another block', 'terraform {\n backend "s3" {\n  key = "{"\n }\n required_version = "1.9"\n}', ['1.9']],
    ['Windows', 'terraform {\r\n  required_version = ">= 1.5"\r\n}\r\n', ['>= 1.5']],
    ['a comment', '# terraform { required_version = "1" }\n// "\n/* terraform {\n required_version = "1" } */', []],
    ['a comment inside', 'terraform {\n # required_version = "1"\n required_version = "2" # "3"\n}', ['2']],
    [
      'text',
      'locals {\n a = "terraform {"\n b = "\u0024{"terraform {\\"}"}"\n}\nterraform {\n required_version = "2"\n}',
      ['2'],
    ],
    ['an escaped interpolation', 'locals {\n a = "\u0024\u0024{"\n}\nterraform {\n required_version = "2"\n}', ['2']],
    [
      'a heredoc',
      'locals {\n a = <<-EOT\n  terraform {\n  required_version = "1"\n  EOT\n}\nterraform {\n required_version = "2"\n}',
      ['2'],
    ],
    ['deeper', 'terraform {\n required_providers {\n  required_version = "1"\n }\n}', []],
    ['another block', 'module "terraform" {\n required_version = "1"\n}', []],
    ['nothing that Terraform takes', 'terraform {\n required_version = "\u0024{var.x}"\n}', []],
    ['an open block', 'terraform {\n required_version = "1', []],
  ])('in %s', (_name, text, expected) => {
    expect(requiredVersions('main.tf', text)).toEqual(expected);
  });

  test('in JSON', () => {
    expect(requiredVersions('main.tf.json', '{"terraform":{"required_version":">= 1.5"}}')).toEqual(['>= 1.5']);
    expect(requiredVersions('x.tofu.json', '{"terraform":[{"required_version":"1"},{}]}')).toEqual(['1']);
    expect(requiredVersions('main.tf.json', '{"resource":{}}')).toEqual([]);
    expect(requiredVersions('main.tf.json', 'no JSON')).toEqual([]);
  });
});

describe('a version file', () => {
  test.each([
    ['.terraform-version', '# pinned\n1.11.4\n', 'terraform', '1.11.4'],
    ['.terraform-version', '\r\n1.11.4 # why\r\n', 'terraform', '1.11.4'],
    ['.terraform-version', '', 'terraform', undefined],
    ['.terraform-version', 'latest-allowed', 'terraform', undefined],
    ['.tool-versions', 'nodejs 24\nterraform 1.11.4 1.10.5\nopentofu 1.10.6\n', 'terraform', '1.11.4'],
    ['.tool-versions', 'nodejs 24\nterraform 1.11.4\nopentofu 1.10.6\n', 'tofu', '1.10.6'],
    ['.tool-versions', 'terraform-docs 0.20\n', 'terraform', undefined],
    ['.tool-versions', 'terraform system\n', 'terraform', undefined],
  ] as const)('%s with %j says of %s: %s', (file, text, program, expected) => {
    expect(versionIn(file, text, program)).toBe(expected);
  });
});
