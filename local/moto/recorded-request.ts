import type { CloudRequest } from './exchange.js';

/** What of a request decides which rights it needs: names that differ from run to run are replaced. */
export interface RecordedRequest {
  /** `plan`, `deploy` or `destroy`: the kind of role whose run made it. */
  readonly role: string;
  readonly service: string;
  readonly method: string;
  /** With `STAGE` for the run's own stage, `ID` for what AWS names, `DIGEST` for a package's, `FILE`, `RELEASE` and `VERSION` of a site. */
  readonly path: string;
  /** The names of the query's parameters, sorted. */
  readonly query: readonly string[];
  /** Headers and parts of the body, by name. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Headers that a policy can ask for (`s3:if-none-match` and its kin), and the operation of JSON services. */
const HEADERS = ['if-none-match', 'x-amz-acl', 'x-amz-copy-source', 'x-amz-tagging', 'x-amz-target'];

/** Names in the bodies of IAM, Lambda and CloudWatch Logs that say what is acted on, or what is handed over. */
const PARTS = [
  'Action',
  'RoleName',
  'PolicyArn',
  'PermissionsBoundary',
  'FunctionName',
  'Role',
  'S3Bucket',
  'S3Key',
  'logGroupName',
  'resourceArn',
];

/**
 * Reads a request that was signed with the access key `ROLE-STAGE`; `undefined` for another key, or for a question that
 * needs no right (`sts:GetCallerIdentity`).
 */
export function recordedRequest(request: CloudRequest): RecordedRequest | undefined {
  const key = /Credential=(plan|deploy|destroy)-([a-z0-9]+)\//.exec(request.headers.authorization ?? '');
  const [, role = '', stage = ''] = key ?? [];
  if (role === '' || request.service === 'sts') return undefined;
  const general = (text: string) => withoutNames(text, stage);
  const facts = Object.entries({ ...headersOf(request), ...partsOf(request), ...tagsOf(request) });
  return {
    role,
    service: request.service,
    method: request.method,
    path: general(request.path.replace(/(.)\/$/, '$1')),
    query: [...new Set(request.query.keys())].filter((name) => name !== 'x-id').sort(),
    facts: Object.fromEntries(facts.map(([name, value]) => [name, general(value)])),
  };
}

/** One line for each distinct request, sorted: what is committed, and what two runs are compared by. */
export function recordingLines(requests: Iterable<RecordedRequest>): string[] {
  return [...new Set([...requests].map((request) => JSON.stringify(request)))].sort();
}

function headersOf({ headers }: CloudRequest): Record<string, string> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function partsOf({ service, query, headers, body }: CloudRequest): Record<string, string> {
  if (service === 'cloudfront') {
    const resource = query.get('Resource');
    const name = /<CreateFunctionRequest[\s\S]*<Name>([^<]+)<\/Name>/.exec(body.toString())?.[1];
    return { ...(resource === null ? {} : { Resource: resource }), ...(name === undefined ? {} : { Name: name }) };
  }
  if (service === 'iam') {
    const form = new URLSearchParams(body.toString());
    return Object.fromEntries(PARTS.flatMap((name) => (form.has(name) ? [[name, form.get(name) ?? '']] : [])));
  }
  if (service === 's3') return body.includes('<VersionId>') ? { versions: 'yes' } : {};
  if (!/json/.test(`${headers['content-type'] ?? 'json'}`)) return {};
  return stringsIn(body.toString());
}

function stringsIn(json: string): Record<string, string> {
  if (!json.startsWith('{')) return {};
  const read = JSON.parse(json) as Record<string, unknown>;
  const all = { ...read, ...(typeof read.Code === 'object' ? read.Code : {}) } as Record<string, unknown>;
  return Object.fromEntries(
    PARTS.flatMap((name) => (typeof all[name] === 'string' ? [[name, String(all[name])]] : [])),
  );
}

/** `tags`, as `KEY=VALUE` sorted and with commas, where the request makes something with tags. */
function tagsOf({ service, body }: CloudRequest): Record<string, string> {
  const text = body.toString();
  const pairs =
    service === 'cloudfront'
      ? [...text.matchAll(/<Tag><Key>([^<]*)<\/Key><Value>([^<]*)<\/Value>/g)]
      : service === 'iam'
        ? [...text.matchAll(/Tags\.member\.\d+\.Key=([^&]*)&Tags\.member\.\d+\.Value=([^&]*)/g)]
        : [...(/"[tT]ags":\{([^}]*)\}/.exec(text)?.[1] ?? '').matchAll(/"([^"]+)":"([^"]*)"/g)];
  if (service === 's3' || pairs.length === 0) return {};
  const tags = pairs.map(([, name, value]) => `${name}=${value}`).sort();
  return { tags: tags.join(',') };
}

function withoutNames(text: string, stage: string): string {
  return decodeURIComponent(text)
    .replace(/[0-9a-f]{64}/g, 'DIGEST')
    .replace(/^(\/[^/]+-site-\d{12}\/)(?!\.well-managed\/).+$/, '$1FILE')
    .replace(/^(\/?[^/]+-site-\d{12}\/).+\?versionId=.+$/, '$1FILE?versionId=VERSION')
    .replace(/(\/\.well-managed\/releases\/).+$/, '$1RELEASE')
    .replace(/([/:](?:distribution|invalidation|origin-access-control|response-headers-policy)\/)[^/]+/g, '$1ID')
    .replace(/^(\/v2\/apis\/)[^/]+/, '$1ID')
    .replace(/^(\/v2\/apis\/ID\/(?:deployments|integrations|routes)\/)[^/]+/, '$1ID')
    .replace(/(:function:[a-z0-9-]+:)\d+/, '$1VERSION')
    .replace(new RegExp(`(?<=[-/=])${stage}(?=$|[-/,])`, 'g'), 'STAGE');
}
