import { digest } from '../plan/digest.js';
import { canonical, valueAt } from './known-value.js';
import type { Material } from './material.js';
import type { UnknownAtReview } from './slices.js';

/**
 * For what cannot be read piece by piece: every file of every module, the whole repository that they may read, each root
 * variable, and every value that was known. Whatever such a text refers to is in it.
 */
export function allSources(material: Material, unknown?: UnknownAtReview): string {
  const { plan, configuration, values, words, volatile } = material;
  const modules = configuration.all().map(({ directory }) => directory);
  const folders = ['.', ...new Set(modules)].sort();
  const variables = Object.entries(plan.variables)
    .filter(([name]) => !volatile.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sensitive = configuration.module([])?.variables;
  return digest([
    ...folders.flatMap((folder) => [folder, configuration.files.digestOf(folder)?.digest ?? 'absent']),
    '|',
    ...variables.flatMap(([name, { value }]) => {
      const text = canonical(value ?? null, words);
      // What is not read may be sensitive.
      const declared = sensitive?.get(name);
      const clear = declared?.pieces.every(({ block }) => !says(block.body.attributes));
      return [name, clear ? text : words.keyed(text)];
    }),
    '|',
    ...values.all().flatMap((instance) => [instance.address, valueAt(instance, [], material, unknown).text]),
  ]);
}

function says(attributes: readonly { readonly name: string }[]): boolean {
  return attributes.some(({ name }) => name === 'sensitive' || name === 'ephemeral');
}
