import type { DistributionSettings } from './distribution.js';
import { edgeForm } from './invalidation-path.js';

type Rules = Pick<DistributionSettings, 'cachePolicy' | 'defaultRootObject' | 'functionRewrites'>;

/** What a viewer's request asks the edge for. */
export interface ObjectRequest {
  /**
   * Under which the object is kept and which invalidations are compared with: the path after the function (where one
   * rewrites, that one has to be named: Developer Guide, "Invalidate files"), with the query string where the policy
   * keeps it. The root is kept as `/`, apart from `/index.html`.
   */
  readonly uri: string;
  /** What the origin is asked for: the default root object for the root. */
  readonly originUri: string;
}

export function objectRequest(path: string, rawQuery: string, rules: Rules): ObjectRequest {
  const rewritten = edgeForm(rules.functionRewrites === 'spa' ? singlePageRoute(path) : path);
  const query = rules.cachePolicy.queryStrings === 'all' && rawQuery !== '' ? edgeForm(`?${rawQuery}`) : '';
  const originPath = rewritten === '/' ? `/${rules.defaultRootObject}` : rewritten;
  return { uri: rewritten + query, originUri: originPath + query };
}

function singlePageRoute(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') || path.startsWith('/.well-known/') ? path : '/index.html';
}
