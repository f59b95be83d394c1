import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';
import { CACHING_OPTIMIZED } from './cache-policy.js';
import { CloudFrontError } from './cloudfront-error.js';
import type { CloudFrontStore } from './cloudfront-store.js';
import { cachePolicyXml, distributionConfigXml, distributionXml } from './distribution-xml.js';
import { invalidationListXml, invalidationXml, readInvalidationBatch } from './invalidation-xml.js';
import { cloudFrontDocument, XML_TYPE } from './xml.js';

interface Call {
  readonly store: CloudFrontStore;
  readonly request: LocalRequest;
  /** What the path names: a distribution or a policy, and an invalidation. */
  readonly id: string;
  readonly invalidationId: string;
}

interface Route {
  readonly operation: string;
  readonly method: string;
  /** `id` and `invalidationId` are its groups. */
  readonly path: RegExp;
  readonly answer: (call: Call) => LocalReply;
}

const VERSION = '2020-05-31';
const DISTRIBUTION = `/${VERSION}/distribution/(?<id>[^/]+)`;
/** CloudFront API reference, `ListInvalidations`: the size of a page. */
const PAGE_SIZE = 100;

const ROUTES: readonly Route[] = [
  route('CreateInvalidation', 'POST', `${DISTRIBUTION}/invalidation/?`, createInvalidation),
  route('ListInvalidations', 'GET', `${DISTRIBUTION}/invalidation/?`, listInvalidations),
  route('GetInvalidation', 'GET', `${DISTRIBUTION}/invalidation/(?<invalidationId>[^/]+)`, getInvalidation),
  route('GetDistribution', 'GET', DISTRIBUTION, ({ store, id }) =>
    result('Distribution', distributionXml(store.distribution(id)), { etag: 'E1LOCAL' }),
  ),
  route('GetDistributionConfig', 'GET', `${DISTRIBUTION}/config`, ({ store, id }) =>
    result('DistributionConfig', distributionConfigXml(store.distribution(id)), { etag: 'E1LOCAL' }),
  ),
  route('GetCachePolicy', 'GET', `/${VERSION}/cache-policy/(?<id>[^/]+)`, getCachePolicy),
];

/** CloudFront's API, version 2020-05-31, as far as deploying a site needs it. */
export function cloudFrontService(store: CloudFrontStore): LocalService {
  return {
    name: 'cloudfront',
    operationOf: (request) => find(request)?.operation,
    answer(request) {
      const found = find(request);
      const groups = found?.path.exec(request.path)?.groups ?? {};
      try {
        checkAccess(store, request);
        return found?.answer({ store, request, id: groups.id ?? '', invalidationId: groups.invalidationId ?? '' });
      } catch (error) {
        if (error instanceof CloudFrontError) return error.reply();
        throw error;
      }
    },
  };
}

function createInvalidation({ store, request, id }: Call): LocalReply {
  const distribution = store.distribution(id);
  const { invalidation } = distribution.invalidate(readInvalidationBatch(request.body));
  const location = `/${VERSION}/distribution/${id}/invalidation/${invalidation.id}`;
  return { ...result('Invalidation', invalidationXml(invalidation), { location }), status: 201 };
}

function getInvalidation({ store, id, invalidationId }: Call): LocalReply {
  return result('Invalidation', invalidationXml(store.distribution(id).invalidation(invalidationId)));
}

function listInvalidations({ store, request, id }: Call): LocalReply {
  const limit = Math.min(Number(request.query.get('MaxItems') ?? PAGE_SIZE), PAGE_SIZE);
  const marker = request.query.get('Marker') ?? undefined;
  return result('InvalidationList', invalidationListXml(store.distribution(id).invalidations(), marker, limit));
}

function getCachePolicy({ store, id }: Call): LocalReply {
  const distribution = store.distributions().find(({ settings }) => settings.cachePolicy.id === id);
  const policy = distribution?.settings.cachePolicy ?? (id === CACHING_OPTIMIZED.id ? CACHING_OPTIMIZED : undefined);
  if (policy === undefined) throw new CloudFrontError('NoSuchCachePolicy');
  return result('CachePolicy', cachePolicyXml(policy, distribution?.createdAt ?? 0), { etag: 'E1LOCAL' });
}

/** Who asks, by the access key alone: the signature itself is not computed. */
function checkAccess(store: CloudFrontStore, request: LocalRequest): void {
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1];
  if (accessKeyId === undefined) throw new CloudFrontError('MissingAuthenticationToken');
  const refusal = store.refusalOf(accessKeyId);
  if (refusal !== undefined) throw new CloudFrontError(refusal);
}

function result(root: string, children: readonly string[], headers: Record<string, string> = {}): LocalReply {
  return { status: 200, headers: { ...XML_TYPE, ...headers }, body: cloudFrontDocument(root, children) };
}

function route(operation: string, method: string, path: string, answer: Route['answer']): Route {
  return { operation, method, path: new RegExp(`^${path}$`), answer };
}

function find({ method, path }: LocalRequest): Route | undefined {
  return ROUTES.find((candidate) => candidate.method === method && candidate.path.test(path));
}
