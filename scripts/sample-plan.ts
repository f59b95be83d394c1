/**
 * A plan of many resources as a large stack has it, as the two texts that Terraform prints: of ten resources six are
 * updated, two created, one replaced and one destroyed; every one is also in the prior state and in the planned values.
 */
export function samplePlan(resources: number): { readonly json: string; readonly text: string } {
  const samples = Array.from({ length: resources }, (_, index) => sample(index));
  const inState = (which: 'before' | 'after') => ({
    root_module: {
      child_modules: [
        {
          address: 'module.fleet',
          resources: samples
            .filter((one) => one[which] !== null)
            .map((one) => ({
              ...one.head,
              schema_version: 0,
              values: one[which],
              sensitive_values: { password: true },
            })),
        },
      ],
    },
  });
  const plan = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: inState('after'),
    resource_changes: samples.map(({ head, actions, before, after, unknown }) => ({
      ...head,
      module_address: 'module.fleet',
      change: {
        actions,
        before,
        after,
        after_unknown: after === null ? false : unknown,
        before_sensitive: before === null ? false : { password: true },
        after_sensitive: after === null ? false : { password: true },
        ...(actions.length === 2 ? { replace_paths: [['engine_version']] } : {}),
      },
    })),
    prior_state: { format_version: '1.0', terraform_version: '1.11.4', values: inState('before') },
    configuration: { root_module: {} },
    timestamp: '2026-01-01T00:00:00Z',
    applyable: true,
    complete: true,
    errored: false,
  };
  return {
    json: JSON.stringify(plan),
    text: `\nTerraform will perform the following actions:\n\n${samples.map(block).join('\n\n')}\n`,
  };
}

type Values = Readonly<Record<string, unknown>> | null;

interface Sample {
  readonly head: Readonly<Record<string, string | number>>;
  readonly actions: readonly string[];
  readonly before: Values;
  readonly after: Values;
  readonly unknown: Readonly<Record<string, boolean>>;
}

const ACTIONS: readonly (readonly string[])[] = [
  ...Array.from({ length: 6 }, () => ['update']),
  ['create'],
  ['create'],
  ['delete', 'create'],
  ['delete'],
];

function sample(index: number): Sample {
  const actions = ACTIONS[index % ACTIONS.length] ?? [];
  const values = (version: number): Values => ({
    id: `db-${index}`,
    arn: `arn:aws:rds:eu-central-1:123456789012:db:fleet-${index}`,
    engine_version: `15.${version}`,
    instance_class: version === 1 ? 'db.t4g.medium' : 'db.t4g.large',
    password: `password-of-${index}-version-${version}`,
    tags: Object.fromEntries(
      Array.from({ length: 24 }, (_, tag) => [`tag-${tag}`, `value ${tag} of database ${index}`]),
    ),
    policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: `arn:aws:s3:::bucket-${index}/*` }] }),
    user_data: `#!/bin/sh\n# ${'x'.repeat(500)}\necho ${index}\n`,
  });
  return {
    head: {
      address: `module.fleet.aws_db_instance.node["fleet-${index}"]`,
      mode: 'managed',
      type: 'aws_db_instance',
      name: 'node',
      index: `fleet-${index}`,
      provider_name: 'registry.terraform.io/hashicorp/aws',
    },
    actions,
    before: actions[0] === 'create' ? null : values(1),
    after: actions.at(-1) === 'delete' ? null : values(2),
    unknown: actions[0] === 'update' ? {} : { id: true, arn: true },
  };
}

const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  update: ['~', 'will be updated in-place'],
  create: ['+', 'will be created'],
  delete: ['-', 'will be destroyed'],
  'delete,create': ['-/+', 'must be replaced'],
};

function block({ head, actions }: Sample): string {
  const [marker, words] = WORDS[actions.join()] ?? ['~', ''];
  return [
    `  # ${head.address} ${words}`,
    `${marker.padStart(3)} resource "aws_db_instance" "node" {`,
    `      ~ engine_version = "15.1" -> "15.2"`,
    `      ~ instance_class = "db.t4g.medium" -> "db.t4g.large"`,
    `      ~ password       = (sensitive value)`,
    `      ~ user_data      = <<-EOT`,
    `            #!/bin/sh`,
    `          - # ${'x'.repeat(500)}`,
    `          + # ${'y'.repeat(500)}`,
    `            - echo ${head.index}`,
    `        EOT`,
    `        # (24 unchanged attributes hidden)`,
    `    }`,
  ].join('\n');
}
