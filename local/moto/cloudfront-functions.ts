import { randomBytes } from 'node:crypto';
import {
  type Answer,
  type CloudReply,
  type CloudRequest,
  cloudFrontError,
  xmlElement,
  xmlReply,
  xmlText,
} from './exchange.js';

type FunctionStage = 'DEVELOPMENT' | 'LIVE';

interface StoredFunction {
  readonly config: string;
  readonly code: Buffer;
  readonly etag: string;
  readonly changed: string;
}

const PATH = /^\/2020-05-31\/function(?:\/([^/]+)(\/(?:describe|publish))?)?$/;

/** CloudFront Functions: a draft that is changed under its ETag, and what of it was published. */
export function cloudFrontFunctions(account: string): Answer {
  const drafts = new Map<string, StoredFunction>();
  const live = new Map<string, StoredFunction>();

  return (request) => {
    const [, encodedName, action] = PATH.exec(request.path) ?? [];
    if (!PATH.test(request.path)) return undefined;
    if (encodedName === undefined) {
      if (request.method === 'POST') return { name: 'CloudFront CreateFunction', reply: create(request) };
      return { name: 'CloudFront ListFunctions', reply: list() };
    }
    const name = decodeURIComponent(encodedName);
    switch (`${request.method} ${action ?? ''}`) {
      case 'GET /describe':
        return { name: 'CloudFront DescribeFunction', reply: describe(name, stageOf(request)) };
      case 'GET ':
        return { name: 'CloudFront GetFunction', reply: code(name, stageOf(request)) };
      case 'PUT ':
        return {
          name: 'CloudFront UpdateFunction',
          reply: matching(request, name, (old) => update(request, name, old)),
        };
      case 'POST /publish':
        return { name: 'CloudFront PublishFunction', reply: matching(request, name, (draft) => publish(name, draft)) };
      case 'DELETE ':
        return { name: 'CloudFront DeleteFunction', reply: matching(request, name, () => remove(name)) };
      default:
        return undefined;
    }
  };

  function create(request: CloudRequest): CloudReply {
    const name = xmlText(request.body.toString(), 'Name') ?? '';
    if (drafts.has(name)) return cloudFrontError(409, 'FunctionAlreadyExists', `There is a function ${name}`);
    return save(request, name, 201);
  }

  function update(request: CloudRequest, name: string, _old: StoredFunction): CloudReply {
    return save(request, name, 200);
  }

  function save(request: CloudRequest, name: string, status: number): CloudReply {
    const xml = request.body.toString();
    const draft: StoredFunction = {
      config: xmlElement(xml, 'FunctionConfig') ?? '<FunctionConfig/>',
      code: Buffer.from(xmlText(xml, 'FunctionCode') ?? '', 'base64'),
      etag: newEtag(),
      changed: new Date().toISOString(),
    };
    drafts.set(name, draft);
    return xmlReply(status, summary(name, draft, 'DEVELOPMENT'), { etag: draft.etag, ettag: draft.etag });
  }

  function publish(name: string, draft: StoredFunction): CloudReply {
    live.set(name, { ...draft, etag: newEtag(), changed: new Date().toISOString() });
    return xmlReply(200, summary(name, draft, 'LIVE'));
  }

  function remove(name: string): CloudReply {
    drafts.delete(name);
    live.delete(name);
    return xmlReply(204, '');
  }

  function describe(name: string, stage: FunctionStage): CloudReply {
    const found = (stage === 'LIVE' ? live : drafts).get(name);
    return found === undefined ? missing(name) : xmlReply(200, summary(name, found, stage), { etag: found.etag });
  }

  function code(name: string, stage: FunctionStage): CloudReply {
    const found = (stage === 'LIVE' ? live : drafts).get(name);
    if (found === undefined) return missing(name);
    return { status: 200, headers: { etag: found.etag, 'content-type': 'application/octet-stream' }, body: found.code };
  }

  function list(): CloudReply {
    const items = [...drafts].map(([name, draft]) => summary(name, draft, 'DEVELOPMENT')).join('');
    return xmlReply(
      200,
      `<FunctionList><MaxItems>100</MaxItems><Quantity>${drafts.size}</Quantity><Items>${items}</Items></FunctionList>`,
    );
  }

  function matching(request: CloudRequest, name: string, work: (draft: StoredFunction) => CloudReply): CloudReply {
    const draft = drafts.get(name);
    if (draft === undefined) return missing(name);
    if (request.headers['if-match'] === draft.etag) return work(draft);
    return cloudFrontError(412, 'PreconditionFailed', 'The If-Match version is missing or not the current one');
  }

  function summary(name: string, stored: StoredFunction, stage: FunctionStage): string {
    return [
      `<FunctionSummary><Name>${name}</Name><Status>${live.has(name) ? 'DEPLOYED' : 'UNPUBLISHED'}</Status>`,
      stored.config,
      `<FunctionMetadata><FunctionARN>arn:aws:cloudfront::${account}:function/${name}</FunctionARN>`,
      `<Stage>${stage}</Stage><CreatedTime>${stored.changed}</CreatedTime>`,
      `<LastModifiedTime>${stored.changed}</LastModifiedTime></FunctionMetadata></FunctionSummary>`,
    ].join('');
  }
}

function stageOf(request: CloudRequest): FunctionStage {
  return request.query.get('Stage') === 'LIVE' ? 'LIVE' : 'DEVELOPMENT';
}

function missing(name: string): CloudReply {
  return cloudFrontError(404, 'NoSuchFunctionExists', `There is no function ${name}`);
}

function newEtag(): string {
  return `E${randomBytes(6).toString('hex').toUpperCase()}`;
}
