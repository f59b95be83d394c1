import type { Configuration } from '../configuration/configuration.js';
import { attributeOf, type Declaration } from '../configuration/module-index.js';
import type { Place } from '../configuration/place.js';
import { isSign } from '../hcl/body.js';
import { unwrapped } from '../hcl/narrow.js';
import type { Token } from '../hcl/tokens.js';
import { placeOf } from './text-walk.js';
import { writtenKeys } from './written-keys.js';

/** More than one text would list is computed. */
const MOST = 100;

/**
 * Every address that an object may have by its text, and that of the calls that it stands in. `undefined`: how many there are
 * is computed.
 * @param path of the module's calls
 * @param name `aws_vpc.main`
 * @param exactly all of them are there: not the larger number of `X ? 0 : 1`
 */
export function instancesOf(
  configuration: Configuration,
  path: readonly string[],
  name: string,
  exactly = false,
): readonly string[] | undefined {
  let found: readonly string[] = [''];
  for (let depth = 0; depth <= path.length; depth++) {
    const module = configuration.module(path.slice(0, depth));
    const call = path[depth];
    const declaration = call === undefined ? module?.resources.get(name) : module?.calls.get(call);
    if (module === undefined || declaration === undefined) return undefined;
    const keys = keysOf(declaration, placeOf(module), exactly);
    if (keys === undefined || keys.length * found.length > MOST) return undefined;
    const written = call === undefined ? name : `module.${call}`;
    const end = call === undefined ? '' : '.';
    found = found.flatMap((outer) => keys.map((key) => `${outer}${written}${key}${end}`));
  }
  return found;
}

/** Whether each of these calls has an instance for certain. */
export function areCalled(configuration: Configuration, path: readonly string[]): boolean {
  return path.every((name, depth) => {
    const module = configuration.module(path.slice(0, depth));
    const call = module?.calls.get(name);
    const keys = module === undefined || call === undefined ? undefined : keysOf(call, placeOf(module), true);
    return keys !== undefined && keys.length > 0;
  });
}

/** `[0]`, `["a"]`; one that is empty where it is not repeated. */
function keysOf(declaration: Declaration, place: Place, exactly: boolean): readonly string[] | undefined {
  const count = attributeOf(declaration, 'count');
  const forEach = attributeOf(declaration, 'for_each');
  if (count !== undefined) {
    const most = mostOf(count.attribute.value, exactly);
    return most === undefined || most > MOST ? undefined : Array.from({ length: most }, (_, index) => `[${index}]`);
  }
  if (forEach === undefined) return [''];
  return writtenKeys(forEach.attribute.value, place)?.map((key) => `[${JSON.stringify(key)}]`);
}

/** Of a number, and of `X ? 0 : 1`. */
function mostOf(expression: readonly Token[], exactly: boolean): number | undefined {
  const tokens = unwrapped(expression).filter(({ kind }) => kind !== 'newline');
  const [last] = tokens.slice(-1);
  if (tokens.length === 1 || exactly) return tokens.length === 1 ? numberOf(last) : undefined;
  const [question, first, colon] = tokens.slice(-4);
  const [a, b] = [numberOf(first), numberOf(last)];
  if (!isSign(question, '?') || !isSign(colon, ':') || a === undefined || b === undefined) return undefined;
  return Math.max(a, b);
}

function numberOf(token: Token | undefined): number | undefined {
  return token?.kind === 'number' && /^\d+$/.test(token.text) ? Number(token.text) : undefined;
}
