import { digest } from '../plan/digest.js';
import type { Material } from './material.js';
import type { Place } from './place.js';
import type { SlicePart } from './slice.js';
import { SliceWalk } from './slice-walk.js';
import type { UnknownAtReview } from './slices.js';

/**
 * The provider block that a key of the plan names, with everything that it refers to. A provider without a block has its
 * key alone: another one is another part.
 */
export function providerSlice(
  material: Material,
  key: string,
  unknown: UnknownAtReview | undefined,
  onProvider: ((key: string) => void) | undefined,
): readonly SlicePart[] {
  const walk = new SliceWalk(material, unknown, true);
  // A data source in a provider block has a provider too, and that may be this one.
  walk.onProvider = onProvider;
  const configuration = material.providers.get(key);
  walk.add({
    kind: 'provider',
    name: `provider ${key}`,
    digest: digest(['provider', key, configuration?.fullName ?? '']),
  });
  if (configuration === undefined) return walk.slice().parts;
  const { name, alias, module: path } = configuration;
  const module = material.configuration.module(path);
  if (module === undefined || module.unreadable !== undefined) {
    walk.everything(module?.unreadable ?? `provider ${key}`);
    return walk.slice().parts;
  }
  const block = alias === undefined ? name : `${name}.${alias}`;
  const place: Place = { module, instance: path.map((call) => ({ name: call })) };
  for (const piece of module.providers.get(block)?.pieces ?? []) walk.block(piece, `provider.${block}`, place);
  return walk.slice().parts;
}
