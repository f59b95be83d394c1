import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { IMITATED, imitation } from '../../../local/terraform/imitation.js';
import { type TerraformStack, terraformStack } from './stack.js';

let stack: TerraformStack;
afterEach(() => stack.remove());

const MAIN = `
variable "name" {
  default = "a"
}
resource "terraform_data" "a" {
  input = var.name
}
output "x" {
  value = { name = var.name }
}
`;

/** A whole deploy, with every command whose answer is read. */
async function deployed(name: string, options: Parameters<TerraformStack['connect']>[0] = {}) {
  stack = terraformStack({ 'main.tf': MAIN });
  const binary = imitation(join(stack.folder, 'imitation'), name);
  const terraform = stack.connect({ binary, ...options });
  await terraform.init();
  const { planFile, json } = await terraform.plan({ destroy: false, lock: true });
  await terraform.apply(planFile);
  return {
    json,
    outputs: await terraform.outputs(),
    resources: await terraform.resources(),
    state: await terraform.state(),
    lineage: await terraform.lineage(),
    findings: await terraform.check(),
    calls: readFileSync(join(stack.folder, 'imitation', 'calls'), 'utf8').split('\n'),
  };
}

describe('by an imitation', () => {
  test.each(Object.keys(IMITATED))('%s plans, applies and is read', async (name) => {
    const { json, outputs, resources, state, lineage, findings } = await deployed(name);
    expect(json).toMatchObject({ resource_changes: [{ address: 'terraform_data.a' }] });
    expect(outputs).toMatchObject({ x: { value: { name: 'a' } } });
    expect(resources).toEqual(['terraform_data.a']);
    expect(state).toHaveProperty('values');
    expect(lineage).toMatch(/^[0-9a-f-]{36}$/);
    expect(findings).toEqual([]);
  });

  test('what stands beside the JSON is a warning that names the version and what to do', async () => {
    await deployed('terraform-1.15.1');
    expect(stack.warnings).toEqual([
      'terraform 1.15.1 printed more than the JSON of `terraform output -json`: Deprecated Parameter: The parameter ' +
        '"dynamodb_table" is deprecated. Use parameter "use_lockfile" instead.. Set "terraform-version" to 1.15.2 or ' +
        'newer, which does not, or correct what it warns about',
    ]);
  });

  test('a workspace is found among warnings, and made once', async () => {
    const { outputs } = await deployed('terraform-that-talks', { workspace: 'second' });
    expect(outputs).toHaveProperty('x');
    const again = stack.connect({ binary: join(stack.folder, 'imitation', 'terraform'), workspace: 'second' });
    await again.init();
    expect(await again.resources()).toEqual(['terraform_data.a']);
  });

  test.each(['opentofu-1.8.0', 'terraform-1.15.2'])('%s is given the variables by each command', async (name) => {
    const { calls } = await deployed(name, { variables: new Map([['name', 'b']]) });
    const withVariables = (command: string) => calls.filter((call) => call.startsWith(command) && !/-help$/.test(call));
    for (const command of ['init', 'show', 'output', 'state list', 'state pull', 'workspace list', 'validate']) {
      for (const call of withVariables(command)) expect(call).toContain(`${command} -var name=b`);
    }
    expect(withVariables('init').length).toBeGreaterThan(0);
  });

  test('a version that takes no variables before the plan is given none', async () => {
    const { calls } = await deployed('terraform-1.14.0', { variables: new Map([['name', 'b']]) });
    expect(calls.filter((call) => /-var name/.test(call)).every((call) => call.startsWith('plan'))).toBe(true);
  });
});

describe('a state that HCP Terraform keeps', () => {
  test.each([
    ['main.tf', 'terraform {\n  cloud {\n    organization = "acme"\n  }\n}\n', 'a `cloud` block in main.tf'],
    ['main.tf', 'terraform {\n  backend "remote" {}\n}\n', 'the backend "remote" in main.tf'],
    ['main.tf.json', '{"terraform":[{"cloud":{"organization":"acme"}}]}', 'a `cloud` block in main.tf.json'],
    ['main.tofu', 'terraform {\n  backend "remote" {}\n}\n', 'the backend "remote" in main.tofu'],
  ])('in %s is refused before anything runs', async (file, text, found) => {
    stack = terraformStack({ [file]: text });
    await expect(stack.connect({ binary: '/nowhere/terraform' }).init()).rejects.toMatchObject({ parts: { found } });
  });

  test.each([
    ['main.tf', '# terraform { cloud {} }\nterraform {\n  backend "s3" {}\n}\nlocals {\n  cloud = 1\n}\n'],
    ['main.tf', 'not { readable'],
  ])('is not seen elsewhere', async (file, text) => {
    stack = terraformStack({ [file]: text });
    await expect(stack.connect({ binary: '/nowhere/terraform' }).init()).rejects.toThrow('There is no /nowhere');
  });
});
