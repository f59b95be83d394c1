import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import { shownNumber, withoutRounding } from '../plan/number-text.js';
import { machineOutput } from '../stream/machine-output.js';
import type { StackOutputs } from './stack-outputs.js';

const schema = v.record(v.string(), v.object({ sensitive: v.boolean(), value: v.unknown() }));

/** Shorter ones (`true`, `8080`) would blacken half of a log and are no secrets. */
const SHORTEST = 5;

/** Whether this is what `output -json` prints. */
export function isOutputs(value: unknown): boolean {
  return v.is(schema, value);
}

/** Reads `terraform output -json`, with warnings around it or without; numbers as `withoutRounding` has them. Throws for anything else. */
export function parseOutputs(text: string): StackOutputs {
  const found = machineOutput(text, isOutputs);
  const parsed = v.safeParse(schema, found === undefined ? undefined : withoutRounding(found));
  if (parsed.success) return parsed.output;
  throw new ActionError({
    what: 'The stack outputs could not be read',
    // Never the text itself: outputs may be secrets.
    found: `${text.length} characters that are not the JSON of outputs`,
    expected: 'an object of { sensitive, value }, as `terraform output -json` prints it',
  });
}

/** Texts inside sensitive outputs, each line of them too: logs are masked line by line. */
export function sensitiveTexts(outputs: StackOutputs): readonly string[] {
  const texts = new Set<string>();
  for (const { value, sensitive } of Object.values(outputs)) if (sensitive) collect(value, texts);
  return [...texts].filter((text) => text.trim().length >= SHORTEST);
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = shownNumber(String(value));
    into.add(text);
    for (const line of text.split(/\r?\n/)) into.add(line);
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) collect(child, into);
  }
}
