import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { role } from './tried-examples.js';

interface TrustPolicy {
  readonly Statement: readonly {
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  }[];
}

/**
 * The roles that infra/bootstrap makes for the stages dev and prod, each with the subjects that it trusts: its own
 * `trust.tf`, evaluated by Terraform. Only what needs the provider is left out.
 * @param subject how `sub` begins in the repository's tokens, such as `repo:octo/shop`
 */
export function bootstrapTrust(subject: string): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  try {
    const trust = readFileSync('infra/bootstrap/trust.tf', 'utf8')
      .replace(/^resource [\s\S]*?^}$/gm, '')
      .replace(/aws_iam_openid_connect_provider\.github\[0\]\.arn/g, '"arn:aws:iam::123456789012:oidc-provider/local"');
    writeFileSync(join(folder, 'trust.tf'), trust);
    writeFileSync(join(folder, 'variables.tf'), readFileSync('infra/bootstrap/variables.tf'));
    writeFileSync(
      join(folder, 'account.tf'),
      'locals {\n  account = "123456789012"\n  partition = "aws"\n  region = "us-east-1"\n}\n',
    );
    const values = { stages: ['dev', 'prod'], repository_id: '1', repository_subjects: [subject] };
    writeFileSync(join(folder, 'terraform.tfvars.json'), JSON.stringify(values));
    const asked = spawnSync('terraform', [`-chdir=${folder}`, 'console'], {
      input: 'jsonencode({ plan = local.trust_plan, environments = local.trust_environment })\n',
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
    });
    if (asked.status !== 0) throw new Error(`bootstrap's trust cannot be evaluated: ${asked.stderr}`);
    const found: { plan: string; environments: Record<string, string> } = JSON.parse(JSON.parse(asked.stdout));
    const roles = new Map([[role('plan'), subjectsOf(found.plan)]]);
    for (const [environment, policy] of Object.entries(found.environments)) {
      const stage = environment.replace(/-destroy$/, '');
      roles.set(role(stage === environment ? `deploy-${stage}` : `destroy-${stage}`), subjectsOf(policy));
    }
    return roles;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function subjectsOf(policy: string): readonly string[] {
  const { Statement }: TrustPolicy = JSON.parse(policy);
  return Statement.flatMap(({ Condition }) =>
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).flatMap(([key, values]) => (key.endsWith(':sub') ? [values].flat() : [])),
    ),
  );
}
