import type { Distributions } from '../../../ports/site.js';
import type { CloudFrontConnection } from '../distributions.js';
import { edgeTraits } from '../traits.js';
import { readDistributionConfig } from './distribution-config.js';
import { directSender } from './sender.js';
import { childOf, readXml, textOf } from './xml.js';

const VERSION = '/2020-05-31';
const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/**
 * The same distributions, asked once without the SDK: `sdk` is asked for all that had no plain success (decision 114). Nothing
 * else knows of this folder.
 */
export function edgeWithoutSdk(
  connection: CloudFrontConnection,
  sdk: Distributions,
): { readonly distributions: Distributions } {
  const send = directSender(connection);
  if (send === undefined) return { distributions: sdk };
  const asked = async (path: string, what: string): Promise<string | undefined> => {
    const answer = /^[\w/-]+$/.test(path) ? await send('GET', `${VERSION}/${path}`) : undefined;
    const text = answer?.status === 200 ? answer.body.toString() : '';
    return text.includes(`<${what}`) ? text : undefined;
  };
  return {
    distributions: {
      async traits(id) {
        const document = await asked(`distribution/${id}/config`, 'DistributionConfig');
        const config = document === undefined ? undefined : readDistributionConfig(document);
        if (config === undefined) return await sdk.traits(id);
        let isKnown = true;
        const traits = await edgeTraits(config, connection.bucket, async (policy) => {
          const behavior = queryStringsOf(await asked(`cache-policy/${policy}`, 'CachePolicy'));
          isKnown &&= behavior !== undefined;
          return behavior;
        });
        return isKnown ? traits : await sdk.traits(id);
      },

      async invalidate(id, callerReference, paths) {
        const batch = invalidationBatch(callerReference, paths);
        // Made again with its reference and its paths, it is the same invalidation.
        const answer = /^[\w-]+$/.test(id)
          ? await send('POST', `${VERSION}/distribution/${id}/invalidation`, batch)
          : undefined;
        const made = answer?.status === 201 ? textOf(readXml(answer.body.toString(), 'Invalidation'), 'Id') : undefined;
        return made || (await sdk.invalidate(id, callerReference, paths));
      },

      async isCompleted(id, invalidation) {
        const document = await asked(`distribution/${id}/invalidation/${invalidation}`, 'Invalidation');
        const status = document === undefined ? undefined : textOf(readXml(document, 'Invalidation'), 'Status');
        return status === 'Completed' || (status !== 'InProgress' && (await sdk.isCompleted(id, invalidation)));
      },
    },
  };
}

function queryStringsOf(document: string | undefined): string | undefined {
  const policy = document === undefined ? undefined : readXml(document, 'CachePolicy');
  const key = childOf(childOf(policy, 'CachePolicyConfig'), 'ParametersInCacheKeyAndForwardedToOrigin');
  return textOf(childOf(key, 'QueryStringsConfig'), 'QueryStringBehavior');
}

function invalidationBatch(callerReference: string, paths: readonly string[]): string {
  const items = paths.map((path) => `<Path>${escaped(path)}</Path>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="${NAMESPACE}"><Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths><CallerReference>${escaped(callerReference)}</CallerReference></InvalidationBatch>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
