import { isObject } from './fields.js';
import type { Plan } from './json.js';

export interface ProfileWarning {
  readonly summary: string;
  readonly detail: string;
}

/** For each AWS provider block that names a profile: the account that was checked may be another one. */
export function profileWarnings({ configuration }: Plan): readonly ProfileWarning[] {
  const blocks = isObject(configuration?.provider_config) ? configuration.provider_config : {};
  return Object.entries(blocks).flatMap(([key, block]): readonly ProfileWarning[] => {
    if (!isObject(block) || !isObject(block.expressions) || !/(^|\/)aws$/.test(String(block.full_name ?? block.name)))
      return [];
    const { profile } = block.expressions;
    if (profile === undefined) return [];
    const value = isObject(profile) ? profile.constant_value : undefined;
    const named = typeof value === 'string' ? `the profile "${value}"` : 'a profile';
    return [
      {
        summary: `The provider block "${key}" names ${named}`,
        detail:
          'Its resources may belong to another account than the one that this run has checked. Remove "profile": the provider then works as this run is signed in.',
      },
    ];
  });
}
