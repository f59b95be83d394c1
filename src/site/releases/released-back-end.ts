import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';

/** What ran behind a release. */
export interface ReleasedBackEnd {
  readonly packages: readonly ReleasedPackage[];
  /** By address and attribute, digests of what decides how a function runs beside its code. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** An object of the artifact bucket, which is never changed. */
export interface ReleasedPackage {
  readonly name: string;
  readonly key: string;
  /** SHA-256, base64, as Lambda and S3 write it. */
  readonly sha256: string;
}

/** By name, the stack outputs that the site was made from or deployed by; never a sensitive one. */
export type ReadOutputs = ReadonlyMap<string, unknown>;

const text = v.string();

/** In a record. Lists, since an object would lose `__proto__`. */
export const BACK_END = v.object({
  packages: v.array(v.strictTuple([text, text, text])),
  functions: v.array(v.strictTuple([text, v.array(v.strictTuple([text, text]))])),
});

export const OUTPUTS = v.array(v.strictTuple([text, v.unknown()]));

export function backEndRows({ packages, functions }: ReleasedBackEnd): v.InferOutput<typeof BACK_END> {
  return {
    packages: packages.map(({ name, key, sha256 }) => [name, key, sha256]),
    functions: [...functions].sort(byName).map(([address, digests]) => [address, [...digests].sort(byName)]),
  };
}

export function readBackEnd({ packages, functions }: v.InferOutput<typeof BACK_END>): ReleasedBackEnd {
  return {
    packages: packages.map(([name, key, sha256]) => ({ name, key, sha256 })),
    functions: new Map(functions.map(([address, digests]) => [address, new Map(digests)])),
  };
}

export function outputRows(outputs: ReadOutputs): v.InferOutput<typeof OUTPUTS> {
  return [...outputs].sort(byName);
}

/** Whether a record says this already. */
export function isSameBackEnd(one: ReleasedBackEnd | undefined, other: ReleasedBackEnd | undefined): boolean {
  return isDeepStrictEqual(one && backEndRows(one), other && backEndRows(other));
}

function byName([one]: readonly [string, ...unknown[]], [other]: readonly [string, ...unknown[]]): number {
  return one < other ? -1 : 1;
}
