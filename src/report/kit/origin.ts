import type { Page } from './document.js';

const NAMED = 3;

/** Where a change may come from beside the files of its pull request, in words; nothing where nothing is known. */
export function originWords(address: string, page: Page, place: 'text' | 'cell'): readonly string[] {
  const origin = page.outcome.plan?.origins?.get(address);
  if (origin === undefined) return [];
  const { drifted, pull, data, unexplained } = origin;
  const more = data.length > NAMED ? ` and ${data.length - NAMED} more` : '';
  const named = data.slice(0, NAMED).map((name) => page.code(name, place));
  const found = [
    ...(pull === undefined ? [] : [`also in #${pull}, which is merged and not deployed`]),
    ...(drifted === undefined ? [] : [`${drifted} outside Terraform`]),
    ...(data.length === 0 ? [] : [`made from ${named.join(', ')}${more}`]),
  ];
  return found.length === 0 && unexplained === true ? ['no file of this pull request explains it'] : found;
}
