import { describe, expect, test } from '@jest/globals';
import { apiStages, hasApiStage } from '../../src/lambda/api-stages.js';

const resource = (type: string, values: object) => ({ mode: 'managed', type, values });
const api = resource('aws_apigatewayv2_api', { id: 'a1', name: 'shop-dev-api', protocol_type: 'HTTP' });
const stage = (values: object) => resource('aws_apigatewayv2_stage', { api_id: 'a1', name: 'dev', ...values });
const route = (route_key: string, api_id = 'a1') => resource('aws_apigatewayv2_route', { api_id, route_key });
const deployment = resource('aws_apigatewayv2_deployment', { id: 'd2', api_id: 'a1' });
const state = (...resources: readonly object[]) => ({
  values: { root_module: { child_modules: [{ child_modules: [{ resources }] }] } },
});
const planned = (type: string, before: object | null, after: object | null) => ({
  resource_changes: [{ type, mode: 'managed', change: { before, after } }],
});

describe('the stages of a state', () => {
  test('are those of its HTTP APIs, with their routes, however deep the modules', () => {
    const other = resource('aws_apigatewayv2_api', { id: 'w1', name: 'chat', protocol_type: 'WEBSOCKET' });
    const chat = resource('aws_apigatewayv2_stage', { api_id: 'w1', name: 'dev', auto_deploy: true });
    const found = apiStages(
      state(api, other, chat, stage({ auto_deploy: true }), route('GET /b'), route('GET /a'), route('GET /c', 'a2')),
      {},
    );
    expect(found).toEqual([
      { apiId: 'a1', apiName: 'shop-dev-api', name: 'dev', follows: true, routes: ['GET /a', 'GET /b'] },
    ]);
  });

  test.each<[string, object, object, boolean]>([
    ['deploys itself', { auto_deploy: true }, {}, true],
    ['got a deployment of this apply', { deployment_id: 'd2' }, { id: 'd1' }, true],
    ['keeps the deployment that it had', { deployment_id: 'd2' }, { id: 'd2' }, false],
    ['has a deployment that the configuration does not make', { deployment_id: 'd9' }, { id: 'd1' }, false],
  ])('has to be what the API is, when it %s', (_, values, before, follows) => {
    const plan = planned('aws_apigatewayv2_deployment', before, {});
    expect(apiStages(state(api, deployment, stage(values)), plan)).toMatchObject([{ follows }]);
  });

  test.each<[string, unknown]>([
    ['no values', {}],
    ['no resources', { values: { root_module: {} } }],
    ['a stage without an API', state(stage({}))],
  ])('are none in a state with %s', (_, given) => expect(apiStages(given, {})).toEqual([]));
});

test.each<[string, unknown, boolean]>([
  ['keeps a stage', planned('aws_apigatewayv2_stage', {}, {}), true],
  ['deletes it', planned('aws_apigatewayv2_stage', {}, null), false],
  ['has none', planned('aws_apigatewayv2_route', {}, {}), false],
])('a plan that %s', (_, plan, expected) => expect(hasApiStage(plan)).toBe(expected));
