import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyDocument } from './policy-evaluator.js';

/** What `infra/bootstrap` makes of these variables: the documents that it hands to IAM. */
export interface BootstrapPolicies {
  /** By name without the project: `plan`, `deploy-dev`, `destroy-dev`. */
  readonly roles: Readonly<Record<string, RolePolicies>>;
  readonly boundary: PolicyDocument;
}

export interface RolePolicies {
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const PROJECT = 'well-managed';
export const REPOSITORY_ID = '456789';

/** The variables of the guide: two stages, and both forms of the subject. */
export const GUIDE = {
  project: PROJECT,
  stages: ['dev', 'prod'],
  repository_id: REPOSITORY_ID,
  repository_subjects: ['repo:octo/shop', 'repo:octo@123456/shop@456789'],
} as const;

// What the resources of roles.tf are given. A file that needs the provider is left out.
const EXPRESSION = `jsonencode({
  roles = { for name, role in local.roles : name => {
    trust = jsondecode(role.trust),
    policies = concat([jsondecode(role.policy)], [for stage in role.reads : jsondecode(local.stage_reads[stage])])
  } },
  boundary = jsondecode(local.boundary)
})`;

/**
 * Asks Terraform itself, without a provider, for the policies. Throws with its message when a variable is refused.
 * @param variables over those of the guide
 */
export function bootstrapPolicies(variables: Readonly<Record<string, unknown>> = {}): BootstrapPolicies {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  try {
    const source = 'infra/bootstrap';
    for (const name of readdirSync(source).filter((name) => name.endsWith('.tf'))) {
      const needsProvider = /^(resource|data|provider) |required_providers/m.test(
        readFileSync(join(source, name), 'utf8'),
      );
      if (!needsProvider && name !== 'outputs.tf') copyFileSync(join(source, name), join(folder, name));
    }
    const account = `locals {\n  account = "${ACCOUNT}"\n  partition = "aws"\n  region = "${REGION}"\n}\n`;
    writeFileSync(join(folder, 'account.tf'), account);
    writeFileSync(join(folder, 'terraform.tfvars.json'), JSON.stringify({ ...GUIDE, ...variables }));
    writeFileSync(join(folder, 'cli.tfrc'), '');
    const { status, stdout, stderr, error } = spawnSync('terraform', ['console', '-no-color'], {
      cwd: folder,
      input: EXPRESSION.replaceAll('\n', ' '),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 ** 2,
      env: { PATH: process.env.PATH ?? '', TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'), CHECKPOINT_DISABLE: '1' },
    });
    if (status !== 0 || stderr !== '' || !stdout.startsWith('"')) {
      throw new Error(`terraform could not say the policies: ${error?.message ?? ''}${stderr}${stdout}`.slice(0, 4000));
    }
    return JSON.parse(JSON.parse(stdout) as string) as BootstrapPolicies;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
