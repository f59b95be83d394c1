import type { ChangeSet } from '../terraform/change-set.js';

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
