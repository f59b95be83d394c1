import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Answer,
  type CloudReply,
  type CloudRequest,
  cloudFrontError,
  xmlElement,
  xmlReply,
  xmlText,
} from './exchange.js';

interface StoredPolicy {
  readonly config: string;
  readonly etag: string;
  readonly changed: string;
}

const PATH = /^\/2020-05-31\/response-headers-policy(?:\/([^/]+)(\/config)?)?$/;

/** CloudFront response headers policies: kept as they were sent, changed and deleted under their ETag. */
export function responseHeadersPolicies(): Answer {
  const policies = new Map<string, StoredPolicy>();

  return (request) => {
    if (!PATH.test(request.path)) return undefined;
    const [, id] = PATH.exec(request.path) ?? [];
    if (id === undefined) {
      if (request.method === 'GET') return { name: 'CloudFront ListResponseHeadersPolicies', reply: list() };
      return { name: 'CloudFront CreateResponseHeadersPolicy', reply: create(request) };
    }
    switch (request.method) {
      case 'GET':
        return { name: 'CloudFront GetResponseHeadersPolicy', reply: found(id, (policy) => reply(200, id, policy)) };
      case 'PUT':
        return {
          name: 'CloudFront UpdateResponseHeadersPolicy',
          reply: matching(request, id, () => save(request, id, 200)),
        };
      case 'DELETE':
        return { name: 'CloudFront DeleteResponseHeadersPolicy', reply: matching(request, id, () => remove(id)) };
      default:
        return undefined;
    }
  };

  function create(request: CloudRequest): CloudReply {
    const name = xmlText(request.body.toString(), 'Name');
    if ([...policies.values()].some(({ config }) => xmlText(config, 'Name') === name)) {
      return cloudFrontError(409, 'ResponseHeadersPolicyAlreadyExists', `There is a policy ${name}`);
    }
    return save(request, randomUUID(), 201);
  }

  function save(request: CloudRequest, id: string, status: number): CloudReply {
    const policy = {
      config: xmlElement(request.body.toString(), 'ResponseHeadersPolicyConfig') ?? '<ResponseHeadersPolicyConfig/>',
      etag: `E${randomBytes(6).toString('hex').toUpperCase()}`,
      changed: new Date().toISOString(),
    };
    policies.set(id, policy);
    return reply(status, id, policy);
  }

  function list(): CloudReply {
    const items = [...policies].map(
      ([id, { config }]) =>
        `<ResponseHeadersPolicySummary><Type>custom</Type><ResponseHeadersPolicy><Id>${id}</Id>${config}</ResponseHeadersPolicy></ResponseHeadersPolicySummary>`,
    );
    return xmlReply(
      200,
      `<ResponseHeadersPolicyList><MaxItems>100</MaxItems><Quantity>${policies.size}</Quantity><Items>${items.join('')}</Items></ResponseHeadersPolicyList>`,
    );
  }

  function remove(id: string): CloudReply {
    policies.delete(id);
    return xmlReply(204, '');
  }

  function found(id: string, work: (policy: StoredPolicy) => CloudReply): CloudReply {
    const policy = policies.get(id);
    if (policy !== undefined) return work(policy);
    return cloudFrontError(404, 'NoSuchResponseHeadersPolicy', `There is no policy ${id}`);
  }

  function matching(request: CloudRequest, id: string, work: () => CloudReply): CloudReply {
    return found(id, ({ etag }) =>
      request.headers['if-match'] === etag
        ? work()
        : cloudFrontError(412, 'PreconditionFailed', 'The If-Match version is missing or not the current one'),
    );
  }

  function reply(status: number, id: string, { config, etag, changed }: StoredPolicy): CloudReply {
    return xmlReply(
      status,
      `<ResponseHeadersPolicy><Id>${id}</Id><LastModifiedTime>${changed}</LastModifiedTime>${config}</ResponseHeadersPolicy>`,
      { etag },
    );
  }
}
