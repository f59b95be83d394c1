import { UnfitSite } from '../../site/unfit-site.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import { isObject } from '../../terraform/plan/fields.js';
import { exactJson } from '../../terraform/plan/number-text.js';
import { readPlan } from '../../terraform/plan/read-plan.js';

/** What a site reads of its stack at the start: by its name in `config.json`, the name of the stack output. */
export type ConfigLines = ReadonlyMap<string, string>;

/** The `config.json` that is written for a release. */
export interface WrittenConfig {
  readonly lines: ConfigLines;
  readonly text: string;
}

/** Everybody can read it. Throws where an output is sensitive or has no value. */
export function writtenConfig(lines: ConfigLines, outputs: StackOutputs): WrittenConfig {
  const { text, faults } = configText(lines, outputs);
  if (faults.length === 0) return { lines, text };
  throw new UnfitSite({
    what: 'The config.json of the site cannot be written from the stack outputs that "site-config" names',
    found: faults.join('; '),
    expected: 'outputs with a value that everybody may read',
    wayOut: 'Correct "site-config", or the `output` block; an output whose value is no secret needs no `sensitive`',
  });
}

/** Before anything is applied: the `config.json` that a plan promises. Throws where it could not be written afterwards. */
export function plannedConfig(lines: ConfigLines | undefined, json: unknown): WrittenConfig | undefined {
  return lines && writtenConfig(lines, plannedOutputs(json));
}

/** @returns also what keeps it from being written */
export function configText(
  lines: ConfigLines,
  outputs: StackOutputs,
): { readonly text: string; readonly faults: readonly string[] } {
  const values: [string, unknown][] = [];
  const faults: string[] = [];
  for (const [name, output] of lines) {
    const found = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
    if (found === undefined || found.value === null) faults.push(`${name}=${output}, which has no value`);
    else if (found.sensitive) faults.push(`${name}=${output}, which is sensitive`);
    else values.push([name, found.value]);
  }
  return { text: `${exactJson(Object.fromEntries(values))}\n`, faults };
}

/** The stack outputs that a plan promises; what it does not know yet is `''`. */
export function plannedOutputs(json: unknown): StackOutputs {
  const outputs = readPlan(json).planned_values?.outputs;
  return Object.fromEntries(
    Object.entries(isObject(outputs) ? outputs : {}).map(([name, output]) => {
      const { sensitive, value = '' } = isObject(output) ? output : {};
      return [name, { sensitive: sensitive !== false, value }];
    }),
  );
}
