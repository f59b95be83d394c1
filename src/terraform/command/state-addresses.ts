import * as v from 'valibot';

const STATE = v.object({
  version: v.literal(4),
  resources: v.optional(
    v.array(
      v.object({
        module: v.optional(v.string(), ''),
        mode: v.picklist(['managed', 'data']),
        type: v.string(),
        name: v.string(),
        instances: v.array(
          v.object({
            index_key: v.nullish(v.union([v.string(), v.number()])),
            /** What a replacement has not deleted yet. */
            deposed: v.optional(v.string()),
            attributes: v.nullish(v.record(v.string(), v.unknown()), {}),
          }),
        ),
      }),
    ),
    [],
  ),
});

/**
 * Addresses of the instances in a state, as `terraform state list` prints them; `undefined` where its form is not known.
 * @param state as `terraform state pull` prints it
 */
export function addressesOf(state: unknown): readonly string[] | undefined {
  const instances = instancesOf(state)?.map(({ address }) => address);
  return instances && [...new Set(instances)];
}

/**
 * What a state knows: the attributes of each instance by its address; `undefined` where its form is not known.
 * @param state as `terraform state pull` prints it
 */
export function attributesOf(state: unknown): ReadonlyMap<string, Readonly<Record<string, unknown>>> | undefined {
  const current = instancesOf(state)?.filter(({ deposed }) => deposed === undefined);
  return current && new Map(current.map(({ address, attributes }) => [address, attributes ?? {}]));
}

function instancesOf(state: unknown) {
  const parsed = v.safeParse(STATE, state);
  if (!parsed.success) return undefined;
  return parsed.output.resources.flatMap(({ module, mode, type, name, instances }) => {
    const address = [module, mode === 'data' ? 'data' : '', type, name].filter((part) => part !== '').join('.');
    return instances.map(({ index_key: key, ...instance }) => ({
      ...instance,
      address: key === undefined || key === null ? address : `${address}[${written(key)}]`,
    }));
  });
}

/** `${` and `%{` begin a template in HCL, and are doubled. */
function written(key: string | number): string {
  return typeof key === 'number' ? String(key) : JSON.stringify(key).replace(/([$%])\{/g, '$1$1{');
}
