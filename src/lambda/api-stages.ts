import { field, list } from './json-value.js';

/** A stage of an HTTP API, as Terraform's state has it after an apply. */
export interface ApiStage {
  readonly apiId: string;
  readonly apiName: string;
  readonly name: string;
  /**
   * The stage has to serve what the API is now: it deploys itself, or this apply made the deployment that it got. Any other
   * stage may be kept at an older deployment on purpose.
   */
  readonly follows: boolean;
  /** Route keys of the configuration, such as `GET /api/health`, `ANY /{proxy+}` or `$default`. */
  readonly routes: readonly string[];
}

/**
 * The stages of a state (`terraform show -json`) whose API is in it too and speaks HTTP: WebSocket APIs have no such export.
 * @param planJson of the plan that was applied
 */
export function apiStages(stateJson: unknown, planJson: unknown): readonly ApiStage[] {
  const resources = managed(field(field(stateJson, 'values'), 'root_module'));
  const of = (type: string) => resources.filter((one) => one.type === type).map(({ values }) => values);
  const names = new Map(
    of('aws_apigatewayv2_api')
      .filter((api) => field(api, 'protocol_type') === 'HTTP')
      .map((api) => [field(api, 'id'), String(field(api, 'name'))]),
  );
  const before = deploymentsBefore(planJson);
  return of('aws_apigatewayv2_stage').flatMap((stage) => {
    const [apiId, name, deployment] = [field(stage, 'api_id'), field(stage, 'name'), field(stage, 'deployment_id')];
    const apiName = names.get(apiId);
    if (typeof apiId !== 'string' || typeof name !== 'string' || apiName === undefined) return [];
    const isNew = of('aws_apigatewayv2_deployment').some((one) => field(one, 'id') === deployment);
    const follows = field(stage, 'auto_deploy') === true || (isNew && !before.has(deployment));
    const routes = of('aws_apigatewayv2_route')
      .filter((route) => field(route, 'api_id') === apiId)
      .map((route) => String(field(route, 'route_key')));
    return [{ apiId, apiName, name, follows, routes: routes.sort() }];
  });
}

/** Whether a plan (`terraform show -json`) leaves a stage of an API behind. */
export function hasApiStage(planJson: unknown): boolean {
  return list(field(planJson, 'resource_changes')).some(
    (resource) =>
      field(resource, 'type') === 'aws_apigatewayv2_stage' &&
      field(resource, 'mode') === 'managed' &&
      field(field(resource, 'change'), 'after') !== null,
  );
}

function deploymentsBefore(planJson: unknown): ReadonlySet<unknown> {
  const resources = list(field(planJson, 'resource_changes'));
  return new Set(
    resources
      .filter((resource) => field(resource, 'type') === 'aws_apigatewayv2_deployment')
      .map((resource) => field(field(field(resource, 'change'), 'before'), 'id')),
  );
}

interface Resource {
  readonly type: unknown;
  readonly values: unknown;
}

function managed(module: unknown): readonly Resource[] {
  const own = list(field(module, 'resources'))
    .filter((resource) => field(resource, 'mode') === 'managed')
    .map((resource) => ({ type: field(resource, 'type'), values: field(resource, 'values') }));
  return [...own, ...list(field(module, 'child_modules')).flatMap(managed)];
}
