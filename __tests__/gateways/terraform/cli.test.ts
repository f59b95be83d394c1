import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ActionError } from '../../../src/errors.js';
import { TerraformFailure } from '../../../src/terraform/command/failure.js';
import { logInto, type TerraformStack, terraformStack } from './stack.js';

const stacks: TerraformStack[] = [];

function stack(files: Readonly<Record<string, string>>): TerraformStack {
  const made = terraformStack(files);
  stacks.push(made);
  return made;
}

afterEach(() => {
  for (const made of stacks.splice(0)) made.remove();
});

async function failure(work: Promise<unknown>): Promise<TerraformFailure> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof TerraformFailure) return thrown;
  throw new Error(`Expected a TerraformFailure, not ${String(thrown)}`);
}

const ONE = 'resource "terraform_data" "this" {\n  input = "a"\n}\n';

describe('plan and apply with a real Terraform', () => {
  test('a change is planned, shown as data and text, applied, and then there is none', async () => {
    const made = stack({ 'main.tf': `${ONE}output "name" {\n  value = terraform_data.this.output\n}\n` });
    const terraform = made.connect();
    await terraform.init();
    const planned = await terraform.plan({ destroy: false, lock: true });
    expect(planned.json).toMatchObject({ resource_changes: [{ address: 'terraform_data.this' }] });
    expect(planned.text).toContain('# terraform_data.this will be created');
    expect(planned.diagnostics).toEqual([]);
    await terraform.apply(planned.planFile);
    expect(await terraform.outputs()).toMatchObject({ name: { value: 'a', sensitive: false } });
    expect(await terraform.resources()).toEqual(['terraform_data.this']);
    expect(await terraform.lineage()).toMatch(/^[0-9a-f-]{36}$/);
    const again = await terraform.plan({ destroy: false, lock: true });
    expect(again.json).toMatchObject({ resource_changes: [{ change: { actions: ['no-op'] } }] });
    expect(made.lines).toEqual(
      expect.arrayContaining([
        'terraform_data.this: Plan to create',
        'Plan: 1 to add, 0 to change, 0 to destroy.',
        'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.',
        '1 resource read',
      ]),
    );
  });

  test('only the saved plan stays in the scratch folder; neither JSON nor text of it is logged', async () => {
    const made = stack({ 'main.tf': 'resource "terraform_data" "this" {\n  input = "in-the-plan-only"\n}\n' });
    const terraform = made.connect();
    await terraform.init();
    const { text } = await terraform.plan({ destroy: false, lock: true });
    expect(text).toContain('in-the-plan-only');
    expect(made.lines.join('\n')).not.toContain('in-the-plan-only');
    expect(made.scratch()).toEqual(['deploy.tfplan']);
  });

  test('a saved plan and its folder are for this user alone', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect();
    await terraform.init();
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const modes = [planFile, dirname(planFile), dirname(dirname(planFile))].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o600, 0o700, 0o700]);
  });

  test('what a plan marks as sensitive, and a variable that no plan shows, are masked before anything is applied', async () => {
    const made = stack({
      'main.tf': `variable "marked" {\n  sensitive = true\n}\nvariable "fleeting" {\n  ephemeral = true\n}\nvariable "plain" {}\nresource "terraform_data" "this" {\n  input = [var.marked, var.plain]\n}\n`,
    });
    const variables = new Map([
      ['marked', 'value-that-is-marked'],
      ['fleeting', 'value-that-is-fleeting'],
      ['plain', 'value-that-is-plain'],
    ]);
    const terraform = made.connect({ variables });
    await terraform.init();
    await terraform.plan({ destroy: false, lock: true });
    expect(new Set(made.masked)).toEqual(new Set(['value-that-is-marked', 'value-that-is-fleeting']));
  });

  test('a destroy is planned, then applied, and the state is empty', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect();
    await terraform.init();
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    const { json, planFile } = await terraform.plan({ destroy: true, lock: true });
    expect(json).toMatchObject({ resource_changes: [{ change: { actions: ['delete'] } }] });
    await terraform.apply(planFile);
    expect(await terraform.resources()).toEqual([]);
  });

  test('before the first apply there are no resources, no outputs and no lineage', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect();
    await terraform.init();
    expect(await terraform.resources()).toEqual([]);
    expect(await terraform.outputs()).toEqual({});
    expect(await terraform.lineage()).toBeUndefined();
  });

  test('what a plan without a lock has read of the state is not read again', async () => {
    const keys = ['"a.b"', '"x\\"y"', '"$${z}"', '"ü"'].join(', ');
    const module = 'resource "terraform_data" "in" {\n  count = 2\n}\n';
    const made = stack({
      'main.tf': `${ONE}resource "terraform_data" "each" {\n  for_each = toset([${keys}])\n}\nmodule "m" {\n  source = "./m"\n  for_each = toset(["k"])\n}\n`,
      'm/main.tf': module,
    });
    const terraform = made.connect();
    await terraform.init();
    expect((await terraform.plan({ destroy: false, lock: false })).json).toBeDefined();
    expect([await terraform.lineage(), await terraform.resources()]).toEqual([undefined, []]);
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    const listed = made.terraform('state', 'list').trim().split('\n').sort();
    const lineage = await terraform.lineage();
    await terraform.plan({ destroy: false, lock: false });
    made.write('terraform.tfstate', '');
    expect(listed).toHaveLength(7);
    expect([...(await terraform.resources())].sort()).toEqual(listed);
    expect(await terraform.lineage()).toBe(lineage);
  });

  test('what began while a plan waited for the lock is read after it', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect();
    await terraform.init();
    await terraform.plan({ destroy: false, lock: true });
    made.terraform('apply', '-auto-approve');
    expect(await terraform.resources()).toEqual(['terraform_data.this']);
    expect(await terraform.lineage()).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a plan whose JSON is larger than any pipe buffer is read whole', async () => {
    const made = stack({
      'main.tf': `resource "terraform_data" "this" {
  count = 300
  input = "${'x'.repeat(6000)}"
}
`,
    });
    const terraform = made.connect();
    await terraform.init();
    const { json, text } = await terraform.plan({ destroy: false, lock: false });
    expect(Object.keys(json as object)).toContain('resource_changes');
    expect(JSON.stringify(json).length).toBeGreaterThan(2_000_000);
    expect(text.length).toBeGreaterThan(1_800_000);
    expect(made.lines.filter((line) => line.endsWith('Plan to create'))).toHaveLength(100);
    expect(made.lines).toContain('200 more planned changes');
  });

  test('the warnings of a plan are collected, with their place', async () => {
    const made = stack({
      'main.tf': `check "always" {
  assert {
    condition     = terraform.workspace == "other"
    error_message = "Plan: 9 to add, 0 to change, 99 to destroy."
  }
}
`,
    });
    const terraform = made.connect();
    await terraform.init();
    const { diagnostics } = await terraform.plan({ destroy: false, lock: false });
    expect(diagnostics).toEqual([
      {
        severity: 'warning',
        summary: 'Check block assertion failed',
        detail: 'Plan: 9 to add, 0 to change, 99 to destroy.',
        file: 'main.tf',
        startLine: 3,
        endLine: 3,
      },
    ]);
  });

  test('a plan that fails names file and line', async () => {
    const made = stack({
      'main.tf': 'output "a" {\n  value = "x"\n}\n\noutput "b" {\n  value = file("missing.txt")\n}\n',
    });
    const terraform = made.connect();
    await terraform.init();
    const failed = await failure(terraform.plan({ destroy: false, lock: false }));
    expect(failed.kind).toBe('failed');
    expect(failed.diagnostics).toEqual([expect.objectContaining({ severity: 'error', file: 'main.tf', startLine: 6 })]);
    expect(failed.message).toContain('terraform plan failed with exit code 1');
    expect(failed.message).toContain('main.tf:6');
    expect(made.saved.at(-1)).toBeUndefined();
  });

  test('what the state marks as sensitive is masked before a plan that fails says anything', async () => {
    const main = (now: string) => `variable "kept" {
  default   = "known to the state"
  sensitive = true
}
resource "terraform_data" "keeps" {
  input = var.kept
}
${now}`;
    const made = stack({ 'main.tf': main('') });
    made.terraform('init', '-input=false');
    made.terraform('apply', '-auto-approve', '-input=false');
    made.write(
      'main.tf',
      main('output "b" {\n  value = file("missing.txt")\n}\n').replace('known to the state', 'new'),
    );
    const said: string[] = [];
    const mask = (value: string) => said.push(`mask ${value}`);
    const log = { ...logInto([], []), info: (line: string) => said.push(line) };
    const terraform = made.connect({ mask, log });
    await terraform.init();
    said.splice(0);
    await failure(terraform.plan({ destroy: false, lock: true }));
    expect(said[0]).toBe('mask known to the state');
    expect(said.join('\n')).toContain('missing.txt');
  });

  test('a configuration that cannot be read fails init, with file and line', async () => {
    const made = stack({ 'main.tf': 'output "a" {\n  value = \n}\n' });
    const failed = await failure(made.connect().init());
    expect(failed.kind).toBe('init');
    expect(failed.diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'error', file: 'main.tf', startLine: 2 }),
    );
    expect(failed.message).toMatch(
      /^terraform init failed with exit code 1\. Found: Invalid expression \(main\.tf:2\)/,
    );
  });

  test('what is refused by required_version is said with the way out', async () => {
    const made = stack({ 'main.tf': 'terraform {\n  required_version = ">= 99.0"\n}\n' });
    const failed = await failure(made.connect().init());
    expect(failed.message).toMatch(/Unsupported Terraform Core version.*"required_version" allows/s);
  });

  test('a stale plan is told from other failures', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect();
    await terraform.init();
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    made.terraform('apply', '-auto-approve');
    const failed = await failure(terraform.apply(planFile));
    expect(failed.kind).toBe('stale-plan');
    expect(failed.message).toContain('Plan again');
  });

  test('an apply that fails half-way names the resource, keeps what was made, and a second run finishes it', async () => {
    const made = stack({
      'main.tf': `resource "terraform_data" "first" {}
resource "terraform_data" "second" {
  input = terraform_data.first.id
  provisioner "local-exec" {
    command = "test -e allowed"
  }
}
`,
    });
    const terraform = made.connect();
    await terraform.init();
    const failed = await failure(terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile));
    expect(failed.kind).toBe('failed');
    expect(failed.diagnostics).toEqual([
      expect.objectContaining({ address: 'terraform_data.second', file: 'main.tf', startLine: 4 }),
    ]);
    expect(await terraform.resources()).toEqual(['terraform_data.first', 'terraform_data.second']);
    made.write('allowed', '');
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    const { json } = await terraform.plan({ destroy: false, lock: true });
    expect(JSON.stringify(json)).not.toContain('"create"');
  });

  test('a plan file that is none fails with what Terraform says', async () => {
    const made = stack({ 'main.tf': ONE, 'no-plan': 'x' });
    const terraform = made.connect();
    await terraform.init();
    const failed = await failure(terraform.apply(`${made.directory}/no-plan`));
    expect(failed.kind).toBe('failed');
    expect(failed.message).toContain('Failed to load');
  });

  test('sensitive outputs are masked at every depth and line by line, before anyone has them', async () => {
    const made = stack({
      'main.tf': `output "key" {
  value     = { pem = "first line\\nsecond line", list = ["in a list"], short = "abc" }
  sensitive = true
}

output "open" {
  value = "for everybody"
}
`,
    });
    const terraform = made.connect();
    await terraform.init();
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    await terraform.outputs();
    expect([...new Set(made.masked)].sort()).toEqual([
      'first line',
      'first line\nsecond line',
      'in a list',
      'second line',
    ]);
  });
});

describe('variables', () => {
  const VARIABLES = `variable "name" {
  type = string
}
variable "zones" {
  type = list(string)
}
variable "tags" {
  type = map(string)
}
resource "terraform_data" "this" {
  input = { name = var.name, zones = var.zones, tags = var.tags }
}
`;

  test('scalars, lists and maps arrive as the input has them, whatever characters they hold', async () => {
    const made = stack({ 'main.tf': VARIABLES });
    const terraform = made.connect({
      variables: new Map([
        ['name', `it's a = b, "c" $HOME`],
        ['zones', '["a b", "c,d"]'],
        ['tags', '{ "owner" = "us", "x.y" = "1=2" }'],
      ]),
    });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({
      variables: {
        name: { value: `it's a = b, "c" $HOME` },
        zones: { value: ['a b', 'c,d'] },
        tags: { value: { owner: 'us', 'x.y': '1=2' } },
      },
    });
    const log = made.lines.join('\n');
    expect(log).toContain('-var name=*** -var zones=*** -var tags=***');
    expect(log).not.toContain(`it's a = b`);
  });

  test('a variable file comes before the variables, which win', async () => {
    const made = stack({ 'main.tf': VARIABLES, 'dev.tfvars': 'name = "file"\nzones = ["z"]\ntags = {}\n' });
    const terraform = made.connect({
      varFiles: [`${made.directory}/dev.tfvars`],
      variables: new Map([['name', 'input']]),
    });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ variables: { name: { value: 'input' }, zones: { value: ['z'] } } });
  });

  const STAGE = 'variable "stage" {\n  type = string\n}\noutput "stage" {\n  value = var.stage\n}\n';

  test('the stage is given where the configuration declares it', async () => {
    const made = stack({ 'main.tf': STAGE });
    const terraform = made.connect({ stage: 'prod' });
    await terraform.init();
    expect((await terraform.plan({ destroy: false, lock: false })).json).toMatchObject({
      variables: { stage: { value: 'prod' } },
    });
  });

  test('the stage is not given where it is only mentioned, in JSON syntax too', async () => {
    const made = stack({
      'main.tf': '# variable "stage" {}\nlocals {\n  text = <<-EOT\n    variable "stage" {\n  EOT\n}\n',
      'more.tf.json': '{ "output": { "variable": { "value": "stage" } } }',
    });
    const terraform = made.connect({ stage: 'prod' });
    await terraform.init();
    const { json, diagnostics } = await terraform.plan({ destroy: false, lock: false });
    expect(json).not.toHaveProperty('variables');
    expect(diagnostics).toEqual([]);
  });

  test('a plan for another stage is refused, unless the input names the value', async () => {
    const made = stack({ 'main.tf': STAGE, 'terraform.tfvars': 'stage = "dev"\n' });
    const terraform = made.connect({ stage: 'prod' });
    await terraform.init();
    await expect(terraform.plan({ destroy: false, lock: false })).rejects.toThrow(
      'The plan was made for another stage: a variable file sets the variable "stage". Found: stage = "dev". Expected: stage = "prod"',
    );
    const named = made.connect({ stage: 'prod', variables: new Map([['stage', 'production']]) });
    await named.init();
    expect((await named.plan({ destroy: false, lock: false })).json).toMatchObject({
      variables: { stage: { value: 'production' } },
    });
  });

  test('ephemeral variables are given to apply again, and no others where there are none', async () => {
    const made = stack({
      'main.tf': `variable "token" {
  type      = string
  ephemeral = true
}
variable "name" {
  default = "x"
}
resource "terraform_data" "this" {
  input = var.name
}
`,
    });
    const terraform = made.connect({
      variables: new Map([
        ['token', 'very secret'],
        ['name', 'y'],
      ]),
    });
    await terraform.init();
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    const applied = () => made.lines.filter((line) => line.startsWith('terraform apply')).at(-1);
    expect(applied()).toContain('-var token=*** -var name=***');
    made.write('main.tf', 'variable "name" {}\nresource "terraform_data" "this" {\n  input = var.name\n}\n');
    const plain = made.connect({ variables: new Map([['name', 'z']]) });
    await plain.init();
    await plain.apply((await plain.plan({ destroy: false, lock: true })).planFile);
    expect(applied()).not.toContain('-var');
    expect(made.lines.join('\n')).not.toContain('very secret');
  });
});

describe('the environment', () => {
  test('TF_CLI_ARGS and TF_LOG are removed with a warning, and the plan succeeds', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect({
      environment: {
        ...made.environment,
        TF_CLI_ARGS_plan: '-no-such-flag',
        TF_CLI_ARGS: '-nor-this',
        TF_LOG: 'trace',
      },
    });
    await terraform.init();
    await terraform.plan({ destroy: false, lock: false });
    expect(made.warnings.map((warning) => warning.split(' ')[0])).toEqual([
      'TF_CLI_ARGS_plan',
      'TF_CLI_ARGS',
      'TF_LOG',
    ]);
  });

  test('a TF_WORKSPACE that contradicts the input is refused before anything runs', async () => {
    const made = stack({ 'main.tf': ONE });
    const terraform = made.connect({ environment: { ...made.environment, TF_WORKSPACE: 'prod' } });
    await expect(terraform.init()).rejects.toThrow('Two workspaces are named');
    expect(made.saved).toEqual([]);
  });
});

describe('workspaces', () => {
  const WORKSPACE = 'resource "terraform_data" "this" {\n  input = terraform.workspace\n}\n';

  test('a plan without a lock creates no workspace: it is made against an empty state and says so', async () => {
    const made = stack({ 'main.tf': WORKSPACE });
    const terraform = made.connect({ workspace: 'blue' });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ change: { actions: ['create'], after: { input: 'blue' } } }] });
    expect(made.lines.join('\n')).toContain('The workspace "blue" does not exist yet');
    expect(await terraform.outputs()).toEqual({});
    expect(await terraform.resources()).toEqual([]);
    expect(made.terraform('workspace', 'list').trim()).toBe('* default');
    expect(() => made.read('well_managed_deployments_override.tf')).toThrow('ENOENT');
  });

  test('a deploy creates it, applies there, and leaves the default one alone', async () => {
    const made = stack({ 'main.tf': WORKSPACE });
    const terraform = made.connect({ workspace: 'blue' });
    await terraform.init();
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    expect(await terraform.resources()).toEqual(['terraform_data.this']);
    const again = made.connect({ workspace: 'blue' });
    await again.init();
    const { json } = await again.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ change: { actions: ['no-op'] } }] });
  });

  test('a workspace that an earlier job left selected in the folder does not count', async () => {
    const made = stack({ 'main.tf': WORKSPACE });
    made.terraform('init');
    made.terraform('workspace', 'new', 'left-over');
    const terraform = made.connect();
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ change: { after: { input: 'default' } } }] });
  });
});

describe('offline checks', () => {
  test('files that are not formatted, and errors of validate, are found with file and line', async () => {
    const made = stack({
      'main.tf': 'output "a" {\n  value = local.missing\n}\n',
      'modules/b/main.tf': 'locals {\n a = 1\n}\n',
    });
    expect(await made.connect().check()).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: 'Not formatted',
        file: 'modules/b/main.tf',
        startLine: 1,
      }),
      expect.objectContaining({ severity: 'error', file: 'main.tf', startLine: 2 }),
    ]);
  });

  test('a configuration that cannot be parsed is a finding, once', async () => {
    const made = stack({ 'main.tf': 'output "a" {\n  value =\n}\n' });
    const findings = await made.connect().check();
    expect(findings.filter(({ file, startLine }) => file === 'main.tf' && startLine === 2)).toHaveLength(1);
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true);
  });

  test('a good configuration has none, and its backend is not asked', async () => {
    const made = stack({ 'main.tf': 'terraform {\n  backend "s3" {}\n}\n\noutput "a" {\n  value = 1\n}\n' });
    expect(await made.connect().check()).toEqual([]);
  });

  test('what an earlier run has left in the workspace is not looked at', async () => {
    const made = stack({ 'main.tf': 'terraform {\n  backend "s3" {}\n}\n\noutput "a" {\n  value = 1\n}\n' });
    const backend = { type: 's3', config: { bucket: 'somebodys', key: 'k', region: 'eu-central-1' }, hash: 1 };
    made.write('.terraform/terraform.tfstate', JSON.stringify({ version: 3, backend }));
    expect(await made.connect().check()).toEqual([]);
  });
});

test('errors are ActionErrors, so that they can be reported', async () => {
  const made = stack({ 'main.tf': ONE });
  await expect(made.connect({ binary: 'no-such-terraform' }).init()).rejects.toBeInstanceOf(ActionError);
  await expect(made.connect({ binary: 'no-such-terraform' }).init()).rejects.toThrow(
    'There is no no-such-terraform. Found: no no-such-terraform in any folder of PATH.',
  );
});
