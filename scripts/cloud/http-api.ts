import { strict as assert } from 'node:assert';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMotoCloud } from '../../local/moto/moto-cloud.js';
import { apiExports } from '../../src/gateways/lambda/api-exports.js';
import { packedFolder } from '../../src/lambda/lambda-package.js';
import { type ApiCheck, checkApi } from '../../src/operation/packages/check-api.js';
import { terraform } from './terraform.js';
import { cliConfiguration, findProviderMirror } from './tools.js';

// modules/http_api on the real AWS provider: after each change the stage is what the configuration says. The emulator freezes
// nothing, so the proxy keeps what each stage was last deployed with: see local/moto/stage-deployments.ts.

const mirror = await findProviderMirror();
if (mirror === undefined) throw new Error('The AWS provider is in no folder: set TF_PLUGIN_MIRROR');
const folder = await mkdtemp(join(tmpdir(), 'http-api-'));
const moto = await startMotoCloud();

const ROOT = `
variable "key" { type = string }
variable "hash" { type = string }
provider "aws" {
  skip_credentials_validation = true
  s3_use_path_style           = true
}
module "api" {
  source   = "./http_api"
  for_each = toset(["dev", "v1"])
  name     = "shop-\${each.key}-api"
  stage    = each.key
  runtime  = "nodejs22.x"
  handler  = "index.handler"
  package  = { s3_bucket = "artifacts", s3_key = var.key, source_code_hash = var.hash }
  routes   = ROUTES
}
output "apis" { value = { for stage, api in module.api : stage => api.origin.domain } }
`;

const api = join(folder, 'http_api/api.tf');
let routes = '["GET /api/health", "GET /api/release"]';

/** What a stage serves, as the proxy says it: not what the configuration of the API is now. */
async function served(stage: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const reply = await fetch(`${moto.url}/_stages`);
  const stages = (await reply.json()) as Readonly<Record<string, { routes: Readonly<Record<string, unknown>>[] }>>;
  const found = Object.entries(stages).find(([name]) => name.endsWith(`/${stage}`))?.[1];
  return [...(found?.routes ?? [])].sort((a, b) => (String(a.routeKey) < String(b.routeKey) ? -1 : 1));
}

async function change(name: string, edit: (text: string) => string, check: (stage: string) => Promise<void>) {
  await writeFile(api, edit(await readFile(api, 'utf8')));
  const from = moto.requests().length;
  const { sentences, warnings } = await applied();
  for (const stage of ['dev', 'v1']) {
    await check(stage);
    assert.match(sentences.join(), new RegExp(`the stage ${stage} of shop-${stage}-api serves its`));
  }
  assert.deepEqual(warnings, []);
  await terraform(folder, environment, 'plan', '-input=false', '-detailed-exitcode', ...variables);
  const asked = moto
    .requests()
    .slice(from)
    .filter((request) => !request.startsWith('GET ') && /\/v2\/apis|\/functions/.test(request));
  console.log(`passed  ${name}\n          ${asked.join('\n          ')}`);
}

/** Applies as the action does, and asks the stages as the action does. */
async function applied(...more: readonly string[]): Promise<ApiCheck> {
  await writeFile(join(folder, 'main.tf'), ROOT.replace('ROUTES', routes));
  const run = (...args: readonly string[]) => terraform(folder, environment, ...args);
  await run('plan', '-input=false', '-out=made.tfplan', ...variables, ...more);
  const plan = JSON.parse(await run('show', '-json', 'made.tfplan'));
  await run('apply', '-input=false', 'made.tfplan');
  const { signal } = new AbortController();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const where = { AWS_ENDPOINT_URL: moto.url };
  let now = 0;
  return await checkApi(plan, 0, {
    exports: apiExports({ region: 'eu-central-1', credentials }, where, signal),
    probe: { get: async () => assert.fail('no address is named') },
    // The emulator's stages are never behind.
    clock: {
      now: () => now,
      pause: async (milliseconds) => {
        now += milliseconds;
      },
    },
    terraform: { state: async () => JSON.parse(await run('show', '-json')) },
  });
}

let environment: Readonly<Record<string, string>> = {};
let variables: readonly string[] = [];
try {
  await mkdir(join(folder, 'http_api'));
  await cp('infra/modules/http_api', join(folder, 'http_api'), { recursive: true });
  const configuration = join(folder, 'cli.tfrc');
  await writeFile(configuration, cliConfiguration(mirror));
  environment = { ...moto.environment, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
  const content = Buffer.from('export const handler = async () => ({ statusCode: 200 });');
  const built = packedFolder('api', [{ path: 'index.mjs', mode: 0o644, content }]);
  const signed = {
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/s3/aws4_request, Signature=0',
  };
  for (const [path, body] of [['artifacts', undefined] as const, [`artifacts/${built.key}`, built.archive] as const]) {
    const made = await fetch(`${moto.url}/${path}`, {
      method: 'PUT',
      headers: signed,
      body:
        body === undefined
          ? '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>'
          : Buffer.from(body),
    });
    assert.equal(made.status, 200, await made.text());
  }
  variables = [`-var=key=${built.key}`, `-var=hash=${built.sha256}`];
  await writeFile(join(folder, 'main.tf'), ROOT.replace('ROUTES', routes));
  await terraform(folder, environment, 'init', '-input=false');

  const keys = async (stage: string) => (await served(stage)).map(({ routeKey }) => routeKey);
  await change(
    'made',
    (text) => text,
    async (stage) => {
      assert.deepEqual(await keys(stage), ['GET /api/health', 'GET /api/release']);
    },
  );
  routes = '["GET /api/health"]';
  await change(
    'a route is removed',
    (text) => text,
    async (stage) => {
      assert.deepEqual(await keys(stage), ['GET /api/health']);
    },
  );
  routes = '["GET /api/status"]';
  await change(
    'a route is renamed',
    (text) => text,
    async (stage) => {
      assert.deepEqual(await keys(stage), ['GET /api/status']);
    },
  );
  await change('a route is closed', after('route_key = each.key', 'authorization_type = "AWS_IAM"'), async (stage) => {
    assert.deepEqual(
      (await served(stage)).map(({ authorizationType }) => authorizationType),
      ['AWS_IAM'],
    );
  });
  await change(
    'CORS is set',
    after('protocol_type = "HTTP"', 'cors_configuration {\n allow_origins = ["https://example.com"]\n }'),
    async (stage) => assert.match(JSON.stringify(await described(stage)), /https:\/\/example\.com/),
  );
  await change(
    'parameters are mapped',
    after('payload_format_version = "2.0"', 'request_parameters = { "overwrite:path" = "$request.path" }'),
    async (stage) => assert.match(JSON.stringify(await described(stage)), /overwrite:path/),
  );
  await change(
    'throttling changes',
    (text) => text.replace('= var.throttling.rate', '= 7'),
    async (stage) => {
      assert.match(JSON.stringify(await described(stage)), /"throttlingRateLimit":7/);
    },
  );
  await change(
    'a stage variable is set',
    after('auto_deploy = true', 'stage_variables = { colour = "green" }'),
    async (stage) => {
      assert.match(JSON.stringify(await described(stage)), /"colour":"green"/);
    },
  );
  await applied('-replace=module.api["dev"].aws_lambda_function.this');
  const lambda = { authorization: signed.authorization.replace('/s3/', '/lambda/') };
  for (const stage of ['dev', 'v1']) {
    const place = `${moto.url}/2015-03-31/functions/shop-${stage}-api`;
    assert.ok((await fetch(`${place}/aliases/${stage}`, { headers: lambda })).ok);
    const policy = await (await fetch(`${place}/policy?Qualifier=${stage}`, { headers: lambda })).text();
    assert.match(policy, new RegExp(`api-${stage}`));
  }
  await terraform(folder, environment, 'plan', '-input=false', '-detailed-exitcode', ...variables);
  console.log('passed  a function is replaced under its own name, and keeps alias and permission in the same apply');

  // What this stack would be with deployments one by one: made while the removed route stands, and after its own plan only.
  const byHand = await readFile(api, 'utf8');
  await writeFile(
    api,
    `${byHand.replace('auto_deploy = true', 'deployment_id = aws_apigatewayv2_deployment.made.id').replace(/removed \{[\s\S]*/, '')}
resource "aws_apigatewayv2_deployment" "made" {
  api_id     = aws_apigatewayv2_api.this.id
  depends_on = [aws_apigatewayv2_route.this]
  triggers   = { routes = join(",", var.routes) }
  lifecycle { create_before_destroy = true }
}
`,
  );
  assert.equal((await applied()).sentences.length, 2);
  routes = '["GET /api/status", "GET /api/other"]';
  assert.equal((await applied()).sentences.length, 2);
  routes = '["GET /api/status"]';
  await assert.rejects(applied(), /does not serve what was applied. Found: GET \/api\/other still answers/);
  await writeFile(api, (await readFile(api, 'utf8')).replace('authorization_type = "AWS_IAM"', ''));
  const { warnings } = await applied();
  assert.match(
    warnings.join(),
    /The stage v1 of .* is kept at an older deployment: .*GET \/api\/status has another authori/,
  );
  console.log(
    'passed  deployments one by one: a removed route that still answers is refused, a forgotten change is named',
  );
  console.log(`\nAnswered by the proxy in the emulator's place:\n  ${moto.answered().join('\n  ')}`);
  console.log(`Corrected in the emulator's replies:\n  ${moto.mended().join('\n  ')}\n`);
} finally {
  await moto.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Everything that the proxy knows of a stage. */
async function described(stage: string): Promise<unknown> {
  const stages = (await (await fetch(`${moto.url}/_stages`)).json()) as Readonly<Record<string, unknown>>;
  return Object.entries(stages).find(([name]) => name.endsWith(`/${stage}`))?.[1];
}

/** Adds a setting behind another one, whatever the spaces in it. */
function after(setting: string, added: string): (text: string) => string {
  const pattern = new RegExp(setting.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ = /, '\\s*=\\s*'));
  return (text) => {
    assert.match(text, pattern);
    return text.replace(pattern, (found) => `${found}\n  ${added}`);
  };
}
