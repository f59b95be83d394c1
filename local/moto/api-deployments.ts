import { randomBytes } from 'node:crypto';
import { type Answer, type CloudReply, type CloudRequest, jsonReply, type Mend } from './exchange.js';

type Json = Readonly<Record<string, unknown>>;

const DEPLOYMENT_PATH = /^\/v2\/apis\/([^/]+)\/deployments(?:\/([^/]+))?$/;
const STAGE_PATH = /^\/v2\/apis\/([^/]+)\/stages(?:\/([^/]+))?$/;

/** Deployments of an HTTP API, and the link from a stage to one: both missing in the emulator. */
export function apiDeployments(): { readonly answer: Answer; readonly mend: Mend } {
  const deployments = new Map<string, Map<string, Json>>();
  /** By `API/STAGE`, what a stage was last given that the emulator forgets. */
  const stages = new Map<string, Json>();

  const answer: Answer = (request) => {
    const [, api, id] = DEPLOYMENT_PATH.exec(request.path) ?? [];
    if (api === undefined) return undefined;
    const ofApi = deployments.get(api) ?? new Map<string, Json>();
    deployments.set(api, ofApi);
    if (id === undefined) {
      if (request.method === 'POST') return { name: 'API Gateway CreateDeployment', reply: create(request, ofApi) };
      return { name: 'API Gateway GetDeployments', reply: jsonReply(200, { items: [...ofApi.values()] }) };
    }
    const stored = ofApi.get(id);
    const operation = { GET: 'GetDeployment', PATCH: 'UpdateDeployment', DELETE: 'DeleteDeployment' }[request.method];
    if (operation === undefined) return undefined;
    const name = `API Gateway ${operation}`;
    if (stored === undefined) return { name, reply: notFound(`There is no deployment ${id}`) };
    if (request.method === 'PATCH') ofApi.set(id, { ...stored, ...parsed(request.body) });
    if (request.method === 'DELETE') {
      const user = [...stages].find(([key, stage]) => key.startsWith(`${api}/`) && stage.deploymentId === id);
      if (user !== undefined) return { name, reply: inUse(user[0]) };
      ofApi.delete(id);
      return { name, reply: jsonReply(204, undefined) };
    }
    return { name, reply: jsonReply(200, ofApi.get(id)) };
  };

  const mend: Mend = (request, reply) => {
    const [, api, encodedStage] = STAGE_PATH.exec(request.path) ?? [];
    if (api === undefined) return undefined;
    const sent = request.method === 'POST' || request.method === 'PATCH' ? parsed(request.body) : {};
    const stage = encodedStage === undefined ? String(sent.stageName) : decodeURIComponent(encodedStage);
    const key = `${api}/${stage}`;
    if (request.method === 'DELETE') {
      stages.delete(key);
      return undefined;
    }
    if (request.method === 'GET' && encodedStage === undefined) return undefined;
    // The emulator cannot change a stage: what it was given is remembered here and laid over its reply.
    if (request.method !== 'PATCH' && reply.status >= 300) return undefined;
    stages.set(key, { ...stages.get(key), ...sent });
    const body = reply.status < 300 ? parsed(reply.body) : {};
    const name = `API Gateway ${request.method === 'PATCH' ? 'UpdateStage' : 'stage: its deployment'}`;
    return { name, reply: jsonReply(request.method === 'POST' ? 201 : 200, { ...body, ...stages.get(key) }) };
  };

  return { answer, mend };

  function create(request: CloudRequest, ofApi: Map<string, Json>): CloudReply {
    const deployment = {
      autoDeployed: false,
      createdDate: new Date().toISOString(),
      deploymentId: randomBytes(3).toString('hex'),
      deploymentStatus: 'DEPLOYED',
      ...parsed(request.body),
    };
    ofApi.set(deployment.deploymentId, deployment);
    return jsonReply(201, deployment);
  }
}

function parsed(body: Buffer): Json {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as Json);
}

function notFound(message: string): CloudReply {
  return jsonReply(404, { message }, { 'x-amzn-errortype': 'NotFoundException' });
}

function inUse(stage: string): CloudReply {
  const message = `Active stages with this deployment must be moved or deleted first: ${stage}`;
  return jsonReply(400, { message }, { 'x-amzn-errortype': 'BadRequestException' });
}
