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
const STAGE = /^\/stages(?:\/([^/]+))?$/;

export interface StageDeployments {
  /** To be called after each request that the emulator, or the proxy for it, has answered. */
  after(request: CloudRequest, reply: CloudReply): Promise<void>;
  /** `GET /_stages`: by `API/STAGE`, what the stage was given and what it serves. */
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

  async function deploy(api: string, key: string): Promise<void> {
    const [routes, integrations, described] = await Promise.all([
      read(`/v2/apis/${api}/routes`),
      read(`/v2/apis/${api}/integrations`),
      read(`/v2/apis/${api}`),
    ]);
    served.set(key, { routes: routes.items, integrations: integrations.items, api: described });
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
        if (sent.autoDeploy === true || sent.deploymentId !== undefined) await deploy(api, key);
      } else if (part === '' || DEPLOYED_PARTS.test(part)) {
        for (const [key, { autoDeploy }] of settings) {
          if (key.startsWith(`${api}/`) && autoDeploy === true) await deploy(api, key);
        }
      }
    },
    answer(request) {
      if (request.method !== 'GET' || request.path !== '/_stages') return undefined;
      const stages = [...settings].map(([key, given]) => [key, { ...given, ...served.get(key) }]);
      return { name: 'What each stage serves', reply: jsonReply(200, Object.fromEntries(stages)) };
    },
  };
}
