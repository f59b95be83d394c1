import type { SiteConfig, ValueSource } from '../../config/config.js';
import { ActionError } from '../../errors.js';
import type { DeployedSite } from '../../ports/promotion.js';
import type { SiteTarget } from '../../ports/site.js';
import type { ReadOutputs } from '../../site/releases/released-back-end.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';

/**
 * Looks the target up. A missing output is an error for the bucket and means none for the distribution and the
 * address, so that a site without CloudFront needs no settings.
 */
export function siteTarget(config: SiteConfig, outputs: StackOutputs): SiteTarget {
  const bucket = resolve(config.bucket, outputs);
  if (bucket === undefined) {
    const name = config.bucket.kind === 'stack-output' ? config.bucket.name : '';
    const names = Object.keys(outputs).sort();
    throw new ActionError({
      what: `There is no bucket for the site: Terraform has no string output "${name}"`,
      found: names.length === 0 ? 'no outputs at all' : `the outputs ${names.join(', ')}`,
      expected: `an output "${name}", or the bucket's name in the input "site-bucket"`,
      wayOut: `Add \`output "${name}"\` to the configuration, or set "site-bucket"`,
    });
  }
  const url = siteUrl(config, outputs);
  return {
    bucket,
    distributions: config.distributions
      .map((source) => resolve(source, outputs))
      .filter((id): id is string => id !== undefined),
    url,
  };
}

/** Where it lies, for whoever promotes it; `undefined` where only the apply will tell. */
export function deployedSiteOf(
  site: SiteConfig | undefined,
  planned: StackOutputs,
  account: string | undefined,
): DeployedSite | undefined {
  const bucket = site && resolve(site.bucket, planned);
  return site === undefined || bucket === undefined ? undefined : { bucket, prefix: site.prefix, account };
}

/** The outputs that a site is made from or deployed by, for the record of its release; a sensitive one stays where it is. */
export function readOutputs(
  { bucket, distributions, url, configOutputs }: SiteConfig,
  outputs: StackOutputs,
): ReadOutputs {
  const sources = [bucket, ...distributions, url].flatMap((source) => (source.kind === 'literal' ? [] : [source.name]));
  const names = [...sources, ...(configOutputs?.values() ?? [])];
  return new Map(
    names.flatMap((name) => {
      const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
      return output === undefined || output.sensitive ? [] : [[name, output.value] as const];
    }),
  );
}

/** The site's address; `undefined` where there is none. */
export function siteUrl({ url }: Pick<SiteConfig, 'url'>, outputs: StackOutputs): string | undefined {
  return resolve(url, outputs);
}

function resolve(source: ValueSource, outputs: StackOutputs): string | undefined {
  if (source.kind === 'literal') return source.value === '' ? undefined : source.value;
  const value = outputs[source.name]?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
