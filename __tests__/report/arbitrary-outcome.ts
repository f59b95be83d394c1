import fc from 'fast-check';
import { planOutcome } from '../../scripts/plan-outcome.js';
import { ActionError } from '../../src/errors.js';
import type { Outcome } from '../../src/operation/run/outcome.js';

/** What breaks comments: each of these has broken one of a peer's. */
const traps = fc.constantFrom(
  '```',
  '````diff',
  '~~~',
  '</details>',
  '<details><summary>',
  '<!-- hidden',
  '-->',
  '<script>alert(1)</script>',
  '<img src=x onerror=1>',
  '@someone',
  '#12',
  'a|b',
  '\\|',
  '| --- |',
  '### heading',
  '> [!NOTE]',
  '- item',
  '+ item',
  '~ item',
  'EOT',
  'EOTERIC',
  '  # aws_x.spoofed will be destroyed',
  'Plan: 9 to add, 0 to change, 99 to destroy.',
  'Changes to Outputs:',
  'Warning: no',
  '[link](javascript:alert(1))',
  'https://example.com',
  '\u001b[31mred\u001b[0m',
  '\u202eright to left',
  '\u2028',
  '\r',
  '\u0000',
  '\ud800',
  'x'.repeat(3000),
  '`'.repeat(200),
  '&lt;b&gt;',
);

const secret = fc
  .uint8Array({ minLength: 6, maxLength: 12 })
  .map((bytes) => `S3CR3T${Buffer.from(bytes).toString('hex')}`);
const line = fc
  .array(fc.oneof(traps, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 4 })
  .map((parts) => parts.join(' ').replaceAll('\n', ' '));
const value = fc.array(line, { minLength: 1, maxLength: 5 });
const actions = fc.constantFrom(
  ['create'],
  ['update'],
  ['delete'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['forget'],
  ['no-op'],
  ['create', 'forget'],
);

interface ArbitraryResource {
  readonly key: string;
  readonly module: string;
  readonly actions: readonly string[];
  readonly lines: readonly string[];
  readonly secret: string;
  readonly leaks: boolean;
}

const resource: fc.Arbitrary<ArbitraryResource> = fc.record({
  key: line,
  module: fc.constantFrom('', 'module.a', 'module.b["</details>"]'),
  actions,
  lines: value,
  secret,
  leaks: fc.boolean(),
});

export interface ArbitraryCase {
  readonly outcome: Outcome;
  readonly secrets: readonly string[];
}

/** A plan, with everything in it that others choose: keys, values, messages, names; and as text what Terraform makes of it. */
export const arbitraryCase: fc.Arbitrary<ArbitraryCase> = fc
  .record({
    resources: fc.array(resource, { maxLength: 8 }),
    copies: fc.constantFrom(1, 1, 1, 60),
    outputs: fc.array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/), value), { maxLength: 4 }),
    messages: fc.array(line, { maxLength: 3 }),
    stage: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
    directory: line,
    failed: fc.boolean(),
  })
  .map(({ resources, copies, outputs, messages, stage, directory, failed }) => {
    const all = Array.from({ length: copies }, (_, copy) =>
      resources.map((one) => ({ ...one, key: `${one.key}${copies === 1 ? '' : copy}` })),
    ).flat();
    const outcome = planOutcome(jsonOf(all, outputs, messages), textOf(all, outputs), {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_RUN_ID: '1',
    });
    const words = messages.join(' ');
    return {
      secrets: resources.map(({ secret: hidden }) => hidden),
      outcome: {
        ...outcome,
        identity: { stage, directory, workspace: 'default' },
        warnings: messages,
        diagnostics: messages.map((message) => ({
          severity: 'error',
          summary: message,
          detail: `${message}\n${message}`,
          file: message,
        })),
        ...(failed ? { result: 'failed', failure: new ActionError({ what: words, found: words, wayOut: words }) } : {}),
      } satisfies Outcome,
    };
  });

function addressOf({ module, key }: ArbitraryResource): string {
  return `${module === '' ? '' : `${module}.`}aws_x.y[${JSON.stringify(key)}]`;
}

function jsonOf(
  resources: readonly ArbitraryResource[],
  outputs: readonly (readonly [string, readonly string[]])[],
  messages: readonly string[],
): object {
  return {
    format_version: '1.2',
    planned_values: {},
    resource_changes: resources.map((one) => ({
      address: addressOf(one),
      ...(one.module === '' ? {} : { module_address: one.module }),
      mode: 'managed',
      type: 'aws_x',
      name: 'y',
      provider_name: 'p',
      change: {
        actions: one.actions,
        before: { input: 'x', [one.key]: one.key },
        after: { input: one.lines.join('\n'), deep: [{ password: one.secret }] },
        after_sensitive: { deep: [{ password: true }] },
        replace_paths: [[one.key, 0]],
      },
    })),
    output_changes: Object.fromEntries(
      outputs.map(([name, lines]) => [name, { actions: ['create'], after: lines.join('\n') }]),
    ),
    checks: messages.map((message) => ({
      address: { to_display: `check.${message}` },
      status: 'fail',
      instances: [{ status: 'fail', problems: [{ message }] }],
    })),
    resource_drift: resources.slice(0, 3).map((one) => ({
      address: addressOf(one),
      mode: 'managed',
      type: 'aws_x',
      name: 'y',
      change: { actions: ['update'], before: { [one.key]: 1 }, after: { [one.key]: 2 } },
    })),
  };
}

/** As Terraform lays it out: the lines of a value stand four columns right of their attribute. */
function textOf(
  resources: readonly ArbitraryResource[],
  outputs: readonly (readonly [string, readonly string[]])[],
): string {
  const blocks = resources.map((one) =>
    [
      `  # ${addressOf(one)} will be updated in-place`,
      '  ~ resource "aws_x" "y" {',
      '      ~ input = <<-EOT',
      ...one.lines.map((content, index) => `          ${[' ', '+', '-'][index % 3]} ${content}`),
      ...(one.leaks ? [`            leaked ${one.secret} here`] : []),
      '        EOT',
      `      + password = ${one.leaks ? JSON.stringify(one.secret) : '(sensitive value)'}`,
      '    }',
    ].join('\n'),
  );
  const values = outputs.map(([name, lines]) =>
    [`  + ${name} = <<-EOT`, ...lines.map((content) => `        ${content}`), '    EOT'].join('\n'),
  );
  return `\nTerraform will perform the following actions:\n\n${blocks.join('\n\n')}\n\nPlan: 0 to add, 1 to change, 0 to destroy.\n\nChanges to Outputs:\n${values.join('\n')}\n`;
}
