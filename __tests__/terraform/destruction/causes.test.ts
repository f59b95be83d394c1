import { describe, expect, test } from '@jest/globals';
import { Configuration } from '../../../src/terraform/configuration/configuration.js';
import { causesOf } from '../../../src/terraform/destruction/causes.js';
import type { ResourceChange } from '../../../src/terraform/plan/change-set.js';

const FILES = { digestOf: () => undefined, isInside: () => false, textOf: () => undefined };
const MAIN = `resource "aws_db_instance" "this" {
  count          = 2
  engine         = var.engine
  engine_version = "16"
  storage {
    kind = "gp3"
  }
  lifecycle {
    replace_triggered_by = [terraform_data.x]
  }
}
`;
const configuration = new Configuration(
  [
    { path: [], directory: 'infra', files: [] },
    {
      path: ['db'],
      directory: 'modules/db',
      files: [
        { path: 'modules/db/main.tf', text: MAIN },
        {
          path: 'modules/db/later_override.tf',
          text: 'resource "aws_db_instance" "this" {\n  engine = "mysql"\n}\n',
        },
      ],
    },
  ],
  FILES,
  'infra',
);

function causeOf(change: Partial<ResourceChange>) {
  const address = 'module.db.aws_db_instance.this[1]';
  const whole: ResourceChange = {
    address,
    module: 'module.db',
    mode: 'managed',
    type: 'aws_db_instance',
    name: 'this',
    provider: 'registry.terraform.io/hashicorp/aws',
    action: 'delete-create',
    replacePaths: [],
    changedAttributes: [],
    ...change,
  };
  return causesOf(configuration, [whole]).get(address);
}

const main = (line: number) => ({ file: 'modules/db/main.tf', line });

describe('the line of the configuration that', () => {
  test.each<[string, Partial<ResourceChange>, ReturnType<typeof causeOf>]>([
    ['sets the attribute that forces a replacement', { replacePaths: ['engine_version'] }, main(4)],
    ['sets it last', { replacePaths: ['engine'] }, { file: 'modules/db/later_override.tf', line: 2 }],
    ['opens the block that forces it', { replacePaths: ['storage[0].kind'] }, main(5)],
    ['declares the resource, where the provider computes the attribute', { replacePaths: ['arn'] }, main(1)],
    ['names what triggers it', { reason: 'replace_by_triggers' }, main(9)],
    ['takes an instance away', { action: 'delete', reason: 'delete_because_count_index' }, main(2)],
    ['is none, for an object that is tainted', { reason: 'replace_because_tainted' }, undefined],
    ['is none, for what is updated', { action: 'update', replacePaths: ['engine'] }, undefined],
    ['is none, for what is in no file', { name: 'other', replacePaths: ['engine'] }, undefined],
  ])('%s', (_, change, line) => {
    expect(causeOf(change)).toEqual(line);
  });
});
