import { type ApplyEvent, applyEvent } from './applied-changes.js';
import type { Diagnostic } from './diagnostic.js';
import { diagnosticOf } from './diagnostics-json.js';

/** One line of `plan -json` or `apply -json`, as far as anybody wants to know of it. */
export type StreamEvent =
  /** Worth a line in the log. */
  | { readonly kind: 'progress'; readonly sentence: string; readonly applied?: ApplyEvent | undefined }
  /** The sum of all changes, which a plan or an apply that went well ends with. Worth a line, too. */
  | { readonly kind: 'sum'; readonly sentence: string }
  /** One of many like it: shown condensed. */
  | {
      readonly kind: 'repeated';
      readonly what: 'refreshed' | 'planned' | 'drifted' | 'waiting';
      readonly sentence: string;
    }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic }
  /** Part of another line's story. */
  | { readonly kind: 'silent' };

/** Types of https://developer.hashicorp.com/terraform/internals/machine-readable-ui that tell nothing by themselves. */
const SILENT = new Set([
  'refresh_start',
  'ephemeral_op_start',
  'ephemeral_op_progress',
  'provision_start',
  'outputs',
  'change_summary_start',
]);

const REPEATED: Readonly<Record<string, Extract<StreamEvent, { kind: 'repeated' }>['what']>> = {
  refresh_complete: 'refreshed',
  planned_change: 'planned',
  resource_drift: 'drifted',
  apply_progress: 'waiting',
};

/**
 * Reads a line of Terraform's JSON stream. Types that this version does not know are shown by their message, and lines
 * that are no JSON (a warning about the CLI configuration, a provider that prints) as they are: nothing is lost.
 */
export function parseStreamLine(line: string): StreamEvent {
  const message = parseObject(line);
  if (message === undefined) return line.trim() === '' ? { kind: 'silent' } : { kind: 'progress', sentence: line };
  const sentence = String(message['@message'] ?? '').trim();
  const type = String(message.type ?? '');
  if (type === 'diagnostic') {
    const diagnostic = diagnosticOf(message.diagnostic);
    return diagnostic === undefined ? { kind: 'progress', sentence } : { kind: 'diagnostic', diagnostic };
  }
  if (SILENT.has(type) || sentence === '') return { kind: 'silent' };
  const what = REPEATED[type];
  if (what !== undefined) return { kind: 'repeated', what, sentence };
  if (type === 'change_summary') return { kind: 'sum', sentence };
  return { kind: 'progress', sentence, applied: applyEvent(message) };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
