import { type Answer, type CloudReply, type CloudRequest, jsonReply } from './exchange.js';

type Json = Readonly<Record<string, unknown>>;

/** What a stage serves: a copy that was made when it was deployed. */
interface Deployed {
  readonly routes: unknown;
  readonly integrations: unknown;
  readonly api: unknown;
}

const OF_API = /^\/v2\/apis\/([^/]+)(\/.*)?$/;
/** A change of these is in a stage only once it is deployed. */
const DEPLOYED_PARTS = /^\/(?:routes|integrations|authorizers|cors)(?:\/|$)/;
const EXPORT = /^\/exports\/OAS30$/;
const STAGE = /^\/stages(?:\/([^/]+))?$/;

export interface StageDeployments {
  /** To be called after each request that the emulator, or the proxy for it, has answered. */
  after(request: CloudRequest, reply: CloudReply): Promise<void>;
  /**
   * `GET /_stages`: by `API/STAGE`, what the stage was given and what it serves. ExportApi, which the emulator lacks: of a
   * stage what it serves, else what the API is.
   */
  readonly answer: Answer;
}

/**
 * A model of our own: the emulator deploys nothing, so its stages would always be what the API is now. A stage with
 * `autoDeploy` takes each change; any other takes what there is when it is given a deployment.
 * @param read the emulator's own answer to a GET
 */
export function stageDeployments(read: (path: string) => Promise<Json>): StageDeployments {
  const settings = new Map<string, Json>();
  const served = new Map<string, Deployed>();
  const current = new Map<string, Deployed>();

  async function look(api: string): Promise<Deployed> {
    const [routes, integrations, described] = await Promise.all([
      read(`/v2/apis/${api}/routes`),
      read(`/v2/apis/${api}/integrations`),
      read(`/v2/apis/${api}`),
    ]);
    const now = { routes: routes.items, integrations: integrations.items, api: described };
    current.set(api, now);
    return now;
  }

  return {
    async after(request, reply) {
      const [, api, part = ''] = OF_API.exec(request.path) ?? [];
      if (api === undefined || reply.status >= 300 || request.method === 'GET') return;
      const [isStage, named] = STAGE.exec(part) ?? [];
      if (isStage !== undefined) {
        const sent = request.body.length === 0 ? {} : (JSON.parse(request.body.toString()) as Json);
        const key = `${api}/${named === undefined ? String(sent.stageName) : decodeURIComponent(named)}`;
        if (request.method === 'DELETE') {
          settings.delete(key);
          served.delete(key);
          return;
        }
        settings.set(key, { ...settings.get(key), ...sent });
        if (sent.autoDeploy === true || sent.deploymentId !== undefined) served.set(key, await look(api));
      } else if (part === '' || DEPLOYED_PARTS.test(part)) {
        const now = await look(api);
        for (const [key, { autoDeploy }] of settings) {
          if (key.startsWith(`${api}/`) && autoDeploy === true) served.set(key, now);
        }
      }
    },
    answer(request) {
      if (request.method !== 'GET') return undefined;
      const [, api = '', part = ''] = OF_API.exec(request.path) ?? [];
      if (EXPORT.test(part)) {
        const stage = request.query.get('stageName');
        const found = stage === null ? current.get(api) : served.get(`${api}/${stage}`);
        const reply = found === undefined ? jsonReply(404, { message: 'Not found' }) : jsonReply(200, openApi(found));
        return { name: 'API Gateway ExportApi', reply };
      }
      if (request.path !== '/_stages') return undefined;
      const stages = [...settings].map(([key, given]) => [key, { ...given, ...served.get(key) }]);
      return { name: 'What each stage serves', reply: jsonReply(200, Object.fromEntries(stages)) };
    },
  };
}

/** As far as the action reads it. */
function openApi({ routes, api }: Deployed): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of Array.isArray(routes) ? (routes as readonly Json[]) : []) {
    const [method = '', path = '/$default'] = String(route.routeKey).split(' ');
    const any = method === 'ANY' || method === '$default';
    const { authorizationType, authorizerId } = route;
    const access =
      authorizationType === 'AWS_IAM'
        ? { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }
        : authorizerId === undefined || authorizerId === null
          ? {}
          : { security: [{ [String(authorizerId)]: [] }] };
    const operations = paths[path] ?? {};
    paths[path] = operations;
    operations[any ? 'x-amazon-apigateway-any-method' : method.toLowerCase()] = access;
  }
  const cors = (api as Json).corsConfiguration;
  const written = cors === undefined || cors === null ? {} : { 'x-amazon-apigateway-cors': cors };
  return { openapi: '3.0.1', paths, ...written };
}
