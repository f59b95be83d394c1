import { counted } from '../../counted.js';
import type { DriftReport } from './outcome.js';

/** `2 resources changed outside Terraform, 1 pending change, 1 known`. */
export function driftSentence({ deployed, found, outside, pending, known }: DriftReport): string {
  if (!deployed) return 'nothing is deployed';
  const { resources, outputs, deferred, invocations } = pending;
  if (!found && known.length > 0) return `no drift except ${known.length} known`;
  if (!found) return outputs.length === 0 ? 'no drift' : `no drift except ${counted(outputs.length, 'output')}`;
  const waiting = resources.length + outputs.length + deferred.length + invocations.length;
  const said = [
    ...(outside.length === 0 ? [] : [`${counted(outside.length, 'resource')} changed outside Terraform`]),
    ...(waiting === 0 ? [] : [counted(waiting, 'pending change')]),
    ...(known.length === 0 ? [] : [`${known.length} known`]),
  ];
  return said.join(', ');
}
