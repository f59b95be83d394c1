/** One question to a service: how to ask, and how the names are found in its answer. */
interface Question extends Request {
  readonly kind: string;
  readonly names: RegExp;
}

interface Request {
  readonly service: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const iam = (kind: string, action: string, names: RegExp): Question => ({
  kind,
  service: 'iam',
  method: 'POST',
  path: '/',
  body: `Action=${action}&Version=2010-05-08`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  names,
});

const cloudFront = (kind: string, path: string, names: RegExp): Question => ({
  kind,
  service: 'cloudfront',
  method: 'GET',
  path: `/2020-05-31/${path}`,
  names,
});

const QUESTIONS: readonly Question[] = [
  { kind: 'S3 bucket', service: 's3', method: 'GET', path: '/', names: /<Bucket>.*?<Name>(.*?)<\/Name>/gs },
  cloudFront('CloudFront distribution', 'distribution', /<DistributionSummary>.*?<Id>(.*?)<\/Id>/gs),
  cloudFront('CloudFront access control', 'origin-access-control', /<Name>(.*?)<\/Name>/gs),
  cloudFront('CloudFront function', 'function', /<FunctionSummary><Name>(.*?)<\/Name>/gs),
  cloudFront('CloudFront headers policy', 'response-headers-policy', /<Name>(.*?)<\/Name>/gs),
  iam('IAM role', 'ListRoles', /<RoleName>(.*?)<\/RoleName>/gs),
  iam('IAM policy', 'ListPolicies&Scope=Local', /<PolicyName>(.*?)<\/PolicyName>/gs),
  iam('IAM OIDC provider', 'ListOpenIDConnectProviders', /<Arn>(.*?)<\/Arn>/gs),
  {
    kind: 'Lambda function',
    service: 'lambda',
    method: 'GET',
    path: '/2015-03-31/functions/',
    names: /"FunctionName": ?"(.*?)"/g,
  },
  { kind: 'HTTP API', service: 'apigateway', method: 'GET', path: '/v2/apis', names: /"name": ?"(.*?)"/g },
  {
    kind: 'Log group',
    service: 'logs',
    method: 'POST',
    path: '/',
    body: '{}',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.DescribeLogGroups' },
    names: /"logGroupName": ?"(.*?)"/g,
  },
];

/** Everything that stands in the emulator, as `KIND NAME`, sorted. */
export async function standing(url: string): Promise<string[]> {
  const found = await Promise.all(QUESTIONS.map((question) => ask(url, question)));
  return found.flat().sort();
}

/** The text of an object. */
export async function readObject(url: string, bucket: string, key: string): Promise<string> {
  return await read(url, { service: 's3', method: 'GET', path: `/${bucket}/${key}` });
}

/** An object as it is served: its text, and the two headers that this action sets. */
export async function servedObject(
  url: string,
  bucket: string,
  key: string,
): Promise<Readonly<Record<string, string | null>>> {
  const reply = await answered(url, { service: 's3', method: 'GET', path: `/${bucket}/${key}` });
  const header = (name: string) => reply.headers.get(name);
  return { text: await reply.text(), type: header('content-type'), caching: header('cache-control') };
}

/** How many versions of objects lie in a bucket. */
export async function versionsIn(url: string, bucket: string): Promise<number> {
  const listed = await read(url, { service: 's3', method: 'GET', path: `/${bucket}?versions` });
  return listed.match(/<VersionId>/g)?.length ?? 0;
}

/** Gives a function another memory, as somebody does in the console. @param megabytes as Lambda counts them */
export async function changeMemory(url: string, functionName: string, megabytes: number): Promise<void> {
  const path = `/2015-03-31/functions/${functionName}/configuration`;
  await read(url, { service: 'lambda', method: 'PUT', path, body: JSON.stringify({ MemorySize: megabytes }) });
}

/** The base64 SHA-256 of the code that a function runs. */
export async function functionCode(url: string, functionName: string): Promise<string> {
  const found = await read(url, { service: 'lambda', method: 'GET', path: `/2015-03-31/functions/${functionName}` });
  return /"CodeSha256": *"([^"]+)"/.exec(found)?.[1] ?? '';
}

async function ask(url: string, question: Question): Promise<string[]> {
  const text = await read(url, question);
  return [...text.matchAll(question.names)].map(([, name]) => `${question.kind} ${name}`);
}

async function read(url: string, request: Request): Promise<string> {
  return await (await answered(url, request)).text();
}

async function answered(url: string, { service, method, path, body, headers }: Request): Promise<Response> {
  // The emulator knows a service by the scope of the signature, and checks no signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const reply = await fetch(`${url}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  if (reply.ok) return reply;
  const text = (await reply.text()).slice(0, 500);
  throw new Error(`${method} ${path}: the emulator answered ${reply.status}: ${text}`);
}
