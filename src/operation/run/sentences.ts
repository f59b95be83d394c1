import type { ChangeSet } from '../../terraform/plan/change-set.js';
import type { DriftReport } from './outcome.js';

/** `3 to add, 1 to change, 0 to destroy`, with the rarer kinds only where there are some. */
export function planSentence(changes: ChangeSet): string {
  const { counts } = changes;
  if (changes.class === 'none') return 'no changes';
  const said = [`${counts.add} to add`, `${counts.change} to change`, `${counts.destroy} to destroy`];
  if (counts.replace > 0) said.push(`${counts.replace} of them replaced`);
  if (counts.import > 0) said.push(`${counts.import} to import`);
  if (counts.move > 0) said.push(`${counts.move} moved`);
  if (counts.forget > 0) said.push(`${counts.forget} to forget`);
  if (counts.outputs > 0) said.push(`${counts.outputs} ${counts.outputs === 1 ? 'output changes' : 'outputs change'}`);
  return said.join(', ');
}

/** `2 resources changed outside Terraform, 1 pending change, 1 known`. */
export function driftSentence({ deployed, found, outside, pending, known }: DriftReport): string {
  if (!deployed) return 'nothing is deployed';
  if (!found) return known.length === 0 ? 'no drift' : `no drift except ${known.length} known`;
  const { resources, outputs, deferred, invocations } = pending;
  const waiting = resources.length + outputs.length + deferred.length + invocations.length;
  const said = [
    ...(outside.length === 0
      ? []
      : [`${outside.length} ${outside.length === 1 ? 'resource' : 'resources'} changed outside Terraform`]),
    ...(waiting === 0 ? [] : [`${waiting} pending ${waiting === 1 ? 'change' : 'changes'}`]),
    ...(known.length === 0 ? [] : [`${known.length} known`]),
  ];
  return said.join(', ');
}
