import { describe, expect, test } from '@jest/globals';
import { splitPlanText } from '../../../src/terraform/text/plan-text.js';

function addresses(blocks: readonly { readonly address?: string | undefined }[]): readonly (string | undefined)[] {
  return blocks.map(({ address }) => address);
}

describe('the text of a plan', () => {
  test('falls into drift, deferred changes, changes and outputs', () => {
    const text = `
Note: Objects have changed outside of Terraform

Terraform detected the following changes made outside of Terraform since the
last "terraform apply" which may have affected this plan:

  # a.drifted has changed
  ~ resource "a" "drifted" {
    }


Unless you have made equivalent changes to your configuration, or ignored the
relevant attributes using ignore_changes, the following plan may include
actions to undo or respond to these changes.

─────────────────────────────────────────────────────────────────────────────
Note: This is a partial plan, parts can only be known in the next plan / apply cycle.

  # a.later was deferred
  # (because the resource configuration is unknown)
  + resource "a" "later" {
    }
─────────────────────────────────────────────────────────────────────────────

Terraform will perform the following actions:

  # a.b will be updated in-place
  # (moved from a.c)
  ~ resource "a" "b" {

        # (1 unchanged block hidden)
    }

 # a.forgotten will no longer be managed by Terraform, but will not be destroyed
 # (destroy = false is set in the configuration)
 . resource "a" "forgotten" {
    }

Plan: 0 to add, 1 to change, 0 to destroy.

Changes to Outputs:
  + one       = "x"
  ~ "two two" = {
      - a = 1
    }

You can apply this plan to save these new output values to the Terraform
state, without changing any real infrastructure.
`;
    const parts = splitPlanText(text, new Set(['a.drifted', 'a.later', 'a.b', 'a.forgotten']));
    expect({
      drift: addresses(parts.drift),
      deferred: addresses(parts.deferred),
      changes: addresses(parts.changes),
      outputs: addresses(parts.outputs),
    }).toEqual({
      drift: ['a.drifted'],
      deferred: ['a.later'],
      changes: ['a.b', 'a.forgotten'],
      outputs: ['one', 'two two'],
    });
    expect(parts.changes[0]?.lines.at(-1)).toBe('    }');
    expect(parts.outputs[1]?.lines).toEqual(['  ~ "two two" = {', '      - a = 1', '    }']);
  });

  test('gives `a.foobar` its own block, though `a.foo` is an address too', () => {
    const text =
      'Terraform will perform the following actions:\n\n  # a.foobar will be created\n    }\n\n  # a.foo["x will be y"] will be created\n    }';
    const { changes } = splitPlanText(text, new Set(['a.foo', 'a.foobar', 'a.foo["x will be y"]']));
    expect(addresses(changes)).toEqual(['a.foobar', 'a.foo["x will be y"]']);
  });

  test('counts a moved resource under its new address', () => {
    const text = 'Terraform will perform the following actions:\n\n  # a.old has moved to a.new\n    }';
    expect(addresses(splitPlanText(text, new Set(['a.new'])).changes)).toEqual(['a.new']);
  });

  test('begins no block at a heading that stands inside a value', () => {
    const text = `Terraform will perform the following actions:

  # a.b will be created
  + resource "a" "b" {
      + input = <<-EOT

              # a.c will be destroyed
            EOT
        EOT
    }

Changes to Outputs:
  + o = <<-EOT
          # a.c will be destroyed
          + p = 1
    EOT`;
    const { changes, outputs } = splitPlanText(text, new Set(['a.b', 'a.c']));
    expect([addresses(changes), addresses(outputs)]).toEqual([['a.b'], ['o']]);
  });

  test('ends before warnings, whose words a check can choose', () => {
    const text = `Terraform will perform the following actions:

  # a.b will be created
    }

Plan: 1 to add, 0 to change, 0 to destroy.

Warning: Check block assertion failed

Terraform will perform the following actions:

  # a.c will be destroyed
`;
    expect(addresses(splitPlanText(text, new Set(['a.b', 'a.c'])).changes)).toEqual(['a.b']);
  });

  test('begins behind a warning that was printed in front of it', () => {
    const text = `Warning: Deprecated Parameter

The parameter "dynamodb_table" is deprecated.
  # a.b will be created

Terraform used the selected providers to generate the following execution
plan.

Terraform will perform the following actions:

  # a.b will be updated in-place
    }

Warning: Check block assertion failed

  # a.b will be destroyed
`;
    const { changes } = splitPlanText(text, new Set(['a.b']));
    expect(changes).toEqual([{ address: 'a.b', lines: ['  # a.b will be updated in-place', '    }'] }]);
  });

  test('of a plan without changes ends before the words of a check, too', () => {
    const text = `No changes. Your infrastructure matches the configuration.

Warning: Check block assertion failed

Terraform used the selected providers to generate the following execution

Terraform will perform the following actions:

  # a.b will be destroyed
`;
    expect(splitPlanText(text, new Set(['a.b'])).changes).toEqual([]);
  });

  test('of OpenTofu and with line ends of Windows is split too', () => {
    const text =
      'OpenTofu will perform the following actions:\r\n\r\n  # a.b will be created\r\n  + resource "a" "b" {\r\n    }\r\n';
    const { changes } = splitPlanText(text, new Set(['a.b']));
    expect(changes).toEqual([
      { address: 'a.b', lines: ['  # a.b will be created', '  + resource "a" "b" {', '    }'] },
    ]);
  });
});
