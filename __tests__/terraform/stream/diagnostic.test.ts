import { expect, test } from '@jest/globals';
import { type Diagnostic, placedIn } from '../../../src/terraform/stream/diagnostic.js';

const of = (file: string): Diagnostic => ({
  severity: 'error',
  summary: 'No',
  detail: '',
  file,
  startLine: 2,
  endLine: 2,
});

test.each([
  ['/work/shop/vars/prod.tfvars', '../vars/prod.tfvars'],
  ['/work/shop/infra/dev.tfvars', 'dev.tfvars'],
  ['../modules/api/main.tf', '../modules/api/main.tf'],
])('a file that Terraform names %s is %s of the root module', (file, placed) => {
  expect(placedIn('/work/shop/infra', of(file))).toEqual(of(placed));
});

test('the value of a variable is no file', () => {
  expect(placedIn('/work/shop/infra', of('<value for var.a>'))).toEqual({
    severity: 'error',
    summary: 'No',
    detail: '',
  });
});
