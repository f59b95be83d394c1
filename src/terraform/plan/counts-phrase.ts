import { counted, figure } from '../../counted.js';
import { type ChangeSet, isReplacement } from './change-set.js';

/**
 * `1 new, 1 replaced, 2 destroyed`: each resource counts once, and only what there is. `done` says it of an applied plan;
 * the words are the same, so that both read alike. The log, the comment, the check run and the issue say it so.
 */
export function countsPhrase(
  { class: planClass, counts, resources, deferred, invocations }: ChangeSet,
  tense: 'planned' | 'done' = 'planned',
): string {
  if (planClass === 'none') return 'no changes';
  const replaced = resources.filter(({ mode, action }) => mode === 'managed' && isReplacement(action)).length;
  const all = [
    [counts.import, 'imported'],
    [counts.add - replaced, 'new'],
    [counts.change, 'changed'],
    [replaced, 'replaced'],
    [counts.destroy - counts.replace, 'destroyed'],
    [counts.move, 'moved'],
    [counts.forget - (replaced - counts.replace), 'forgotten'],
  ] as const;
  const phrases = all.filter(([count]) => count > 0).map(([count, words]) => `${figure(count)} ${words}`);
  if (counts.outputs > 0) phrases.push(`${counted(counts.outputs, 'output')} changed`);
  if (invocations.length > 0)
    phrases.push(`${counted(invocations.length, 'action')} ${tense === 'done' ? 'invoked' : 'to invoke'}`);
  if (deferred.length > 0) phrases.push(`${counted(deferred.length, 'change')} deferred`);
  return phrases.join(', ');
}
