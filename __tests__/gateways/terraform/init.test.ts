import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type TerraformStack, terraformStack } from './stack.js';

let stack: TerraformStack;
let server: Server | undefined;

afterEach(async () => {
  stack.remove();
  if (server !== undefined) await new Promise((resolve) => server?.close(resolve));
  server = undefined;
});

const PROVIDER =
  'terraform {\n  required_providers {\n    thing = {\n      source = "example.com/some/thing"\n    }\n  }\n}\n';

/** A mirror on the disk with a provider that `init` installs and never starts. */
function mirror({ folder, environment }: TerraformStack): void {
  const { platform } = JSON.parse(stack.terraform('version', '-json')) as { platform: string };
  const provider = join(folder, 'mirror', 'example.com', 'some', 'thing', '1.0.0', platform);
  mkdirSync(provider, { recursive: true });
  writeFileSync(join(provider, 'terraform-provider-thing_v1.0.0'), 'not started');
  chmodSync(join(provider, 'terraform-provider-thing_v1.0.0'), 0o755);
  writeFileSync(
    environment.TF_CLI_CONFIG_FILE ?? '',
    `provider_installation {\n  filesystem_mirror {\n    path = "${join(folder, 'mirror')}"\n  }\n}\n`,
  );
}

const lock = (hash: string) =>
  `provider "example.com/some/thing" {\n  version = "1.0.0"\n  hashes = [\n    "${hash}",\n  ]\n}\n`;

describe('init', () => {
  test('keeps a committed lock file, and says what to do when it lacks this platform', async () => {
    const committed = lock('h1:6I1VPJ1zuCHMIXkVzrKiCs5nOQnEqmTQJ9WQc4AGd0c=');
    stack = terraformStack({ 'main.tf': PROVIDER, '.terraform.lock.hcl': committed });
    mirror(stack);
    const failed: unknown = await stack
      .connect()
      .init()
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ kind: 'init' });
    expect(String(failed)).toContain("doesn't match any of the checksums");
    expect(String(failed)).toMatch(
      /Run `terraform -chdir=.*infra get && terraform -chdir=.*infra providers lock -platform=\w+_\w+`.* and commit the file/,
    );
    expect(stack.read('.terraform.lock.hcl')).toBe(committed);
  });

  test('does not add a provider to a committed lock file', async () => {
    stack = terraformStack({ 'main.tf': PROVIDER, '.terraform.lock.hcl': '' });
    mirror(stack);
    await expect(stack.connect().init()).rejects.toThrow(/lock file is read-only.*providers lock/s);
    expect(stack.read('.terraform.lock.hcl')).toBe('');
  });

  test('without a lock file Terraform writes one, as it always does', async () => {
    stack = terraformStack({ 'main.tf': PROVIDER });
    mirror(stack);
    await stack.connect().init();
    expect(stack.read('.terraform.lock.hcl')).toContain('provider "example.com/some/thing"');
  });

  test('names the registry when it does not answer', async () => {
    server = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    stack = terraformStack({ 'main.tf': PROVIDER.replace('example.com', `localhost:${port}`) });
    const terraform = stack.connect({ environment: { ...stack.environment, TF_REGISTRY_DISCOVERY_RETRY: '0' } });
    const failed: unknown = await terraform.init().catch((error: unknown) => error);
    expect(failed).toMatchObject({ kind: 'init' });
    expect(String(failed)).toContain('The registry did not answer. Run the job again');
  });

  test('backend settings reach the backend, and their values not the log', async () => {
    stack = terraformStack({
      'main.tf': 'terraform {\n  backend "local" {}\n}\n\nresource "terraform_data" "this" {}\n',
    });
    const terraform = stack.connect({ backendConfig: [`path=${join(stack.folder, 'state here.tfstate')}`] });
    await terraform.init();
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    expect(await terraform.resources()).toEqual(['terraform_data.this']);
    expect(stack.read('../../state here.tfstate')).toContain('"lineage"');
    expect(stack.lines.find((line) => line.startsWith('terraform init'))).toContain('-backend-config=path=***');
    expect(stack.lines.join('\n')).not.toContain('state here');
  });

  test('a folder that was connected to another state is connected anew, and nothing is copied', async () => {
    stack = terraformStack({
      'main.tf': 'terraform {\n  backend "local" {}\n}\n\nresource "terraform_data" "this" {}\n',
    });
    const first = stack.connect({ backendConfig: ['path=first.tfstate'] });
    await first.init();
    await first.apply((await first.plan({ destroy: false, lock: true })).planFile);
    const second = stack.connect({ backendConfig: ['path=second.tfstate'] });
    await second.init();
    expect(await second.resources()).toEqual([]);
  });

  test('an absent workspace is planned beside a backend without being created there', async () => {
    stack = terraformStack({
      'main.tf': `terraform {
  backend "local" {
    path          = "states/default.tfstate"
    workspace_dir = "states"
  }
}

module "inner" {
  source = "./inner"
}
`,
      'inner/main.tf': 'resource "terraform_data" "this" {\n  input = terraform.workspace\n}\n',
    });
    const terraform = stack.connect({ workspace: 'green' });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ address: 'module.inner.terraform_data.this' }] });
    expect(stack.terraform('workspace', 'list').trim()).toBe('* default');
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    expect(stack.read('states/green/terraform.tfstate')).toContain('"green"');
  });
});
