import { field } from './json-value.js';

/** What of an API's export decides who gets an answer: OpenAPI 3.0 as API Gateway writes it, of a stage or of the API itself. */
export interface ServedApi {
  /** By route key, who may call it, in a form that can be compared. */
  readonly routes: ReadonlyMap<string, string>;
  readonly cors: string;
}

const ANY = 'x-amazon-apigateway-any-method';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', ANY];

/** Reads an export. Only what API Gateway documents is taken from it; `undefined` where it is none. */
export function servedApi(openApi: unknown): ServedApi | undefined {
  const paths = field(openApi, 'paths');
  if (typeof field(openApi, 'openapi') !== 'string' || typeof paths !== 'object' || paths === null) return undefined;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method): (readonly [string, string])[] => {
      const operation = field(methods, method);
      if (operation === undefined) return [];
      return [[routeKey(path, method), access(operation)]];
    }),
  );
  return { routes: new Map(routes), cors: comparable(field(openApi, 'x-amazon-apigateway-cors')) };
}

/**
 * In which routes a stage is not what its API is, a phrase for each. Both are exports, so that the way API Gateway writes
 * something down makes no difference; `configured` are Terraform's own route keys.
 */
export function stageDifferences(stage: ServedApi, api: ServedApi, configured: readonly string[]): readonly string[] {
  const wanted = new Set([...configured, ...api.routes.keys()]);
  const missing = [...wanted].filter((key) => !stage.routes.has(key)).map((key) => `${key} does not answer`);
  const surplus = [...stage.routes.keys()].filter((key) => !wanted.has(key)).map((key) => `${key} still answers`);
  const others = [...api.routes]
    .filter(([key, who]) => stage.routes.has(key) && stage.routes.get(key) !== who)
    .map(([key]) => `${key} has another authorization`);
  return [...surplus, ...others, ...missing, ...(stage.cors === api.cors ? [] : ['CORS is another'])];
}

function routeKey(path: string, method: string): string {
  if (path === '/$default') return '$default';
  return `${method === ANY ? 'ANY' : method.toUpperCase()} ${path}`;
}

function access(operation: unknown): string {
  return comparable([field(operation, 'security'), field(operation, 'x-amazon-apigateway-auth')]);
}

/** The same text for the same content, in whatever order it is written. */
function comparable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(comparable).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const entries = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}:${comparable(one)}`);
  return `{${entries.sort().join()}}`;
}
