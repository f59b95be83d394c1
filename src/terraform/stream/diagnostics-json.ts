import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import type { Diagnostic } from './diagnostic.js';
import { machineOutput } from './machine-output.js';

const position = v.object({ line: v.number() });

/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic; unknown fields are ignored. */
const diagnosticSchema = v.object({
  severity: v.picklist(['error', 'warning']),
  summary: v.string(),
  detail: v.optional(v.string(), ''),
  address: v.optional(v.string()),
  range: v.optional(v.object({ filename: v.string(), start: position, end: position })),
});

const validationSchema = v.object({
  format_version: v.pipe(v.string(), v.regex(/^1\./, 'its format_version is not 1.x')),
  diagnostics: v.optional(v.array(v.unknown()), []),
});

/** `undefined` for what is no diagnostic: a stream of another version must not end a run. */
export function diagnosticOf(value: unknown): Diagnostic | undefined {
  const parsed = v.safeParse(diagnosticSchema, value);
  if (!parsed.success) return undefined;
  const { severity, summary, detail, address, range } = parsed.output;
  return {
    severity,
    summary,
    detail,
    address: address === undefined || address === '' ? undefined : address,
    ...(range === undefined || range.filename === ''
      ? {}
      : { file: range.filename, startLine: range.start.line, endLine: range.end.line }),
  };
}

/** The findings of `validate -json`. Throws for anything else: a check that cannot be read has not passed. */
export function parseValidation(text: string): readonly Diagnostic[] {
  const parsed = v.safeParse(validationSchema, machineOutput(text, isValidation)?.value);
  const diagnostics = parsed.success ? parsed.output.diagnostics.map(diagnosticOf) : [];
  if (!parsed.success || diagnostics.includes(undefined)) {
    throw new ActionError({
      what: 'The answer of "validate -json" is not one that this action can read',
      found: text.trim() === '' ? 'nothing' : text.trim().slice(0, 200),
      expected: 'JSON with a format_version 1.x and diagnostics',
      wayOut: 'Check that "terraform-binary" is Terraform 1.5 or newer, or OpenTofu',
    });
  }
  return diagnostics.filter((diagnostic) => diagnostic !== undefined);
}

/** Whether this is what `validate -json` prints. */
export function isValidation(value: unknown): boolean {
  return v.is(validationSchema, value);
}
