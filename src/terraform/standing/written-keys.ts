import type { Place } from '../configuration/place.js';
import { isSign } from '../hcl/body.js';
import { literalKeys, unwrapped } from '../hcl/narrow.js';
import { literalText, onlyReference } from '../hcl/reference.js';
import { splitElements } from '../hcl/token-text.js';
import type { Token } from '../hcl/tokens.js';

/** Of an object, a `toset` of texts, or a local that is one. */
export function writtenKeys(expression: readonly Token[], place: Place): readonly string[] | undefined {
  const tokens = unwrapped(expression);
  const keys = literalKeys(tokens);
  if (keys !== undefined) return keys;
  const only = onlyReference(tokens);
  if (only?.root === 'local' && only.steps.length === 1) {
    const local = place.module.locals.get(String(only.steps[0]));
    return local === undefined ? undefined : literalKeys(local.attribute.value);
  }
  if (tokens[0]?.text !== 'toset' || !isSign(tokens[2], '[') || !isSign(tokens.at(-2), ']')) return undefined;
  const elements = splitElements(tokens.slice(3, -2), false).map(literalText);
  return elements.every((one) => one !== undefined) ? elements : undefined;
}
