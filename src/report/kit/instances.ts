import { figure } from '../../counted.js';
import type { Instances } from '../../terraform/plan/instances.js';
import type { Page } from './document.js';

/** Keys that are listed one by one where the rest is a count. */
const LISTED = 20;

/**
 * `` `aws_x.y` × 3: `["a"]`, `["b"]`, `["c"]` ``, and for numbers without a gap `` `[0]` to `[2]` ``.
 *
 * @param most keys that are listed; what is destroyed is named in full
 */
export function instancesCode(
  { address, keys }: Instances,
  page: Page,
  place: 'text' | 'cell' = 'text',
  most: number = LISTED,
): string {
  const name = page.code(address, place);
  if (keys.length === 0) return name;
  return `${name} × ${figure(keys.length)}: ${listed(keys, page, place, most)}`;
}

function listed(keys: readonly string[], page: Page, place: 'text' | 'cell', most: number): string {
  const numbers = keys.map((key) => Number(/^\[(\d+)\]$/.exec(key)?.[1] ?? Number.NaN)).sort((a, b) => a - b);
  const [first = Number.NaN] = numbers;
  if (numbers.length > 2 && numbers.every((number, at) => number === first + at)) {
    return `${page.code(`[${first}]`, place)} to ${page.code(`[${first + numbers.length - 1}]`, place)}`;
  }
  const shown = keys.slice(0, most).map((key) => page.code(key, place));
  const more = keys.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${figure(more)} more`] : [])].join(', ');
}
