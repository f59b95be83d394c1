import { counted } from '../../counted.js';
import { ActionError, asError } from '../../errors.js';
import { type ApiStage, apiStages, hasApiStage } from '../../lambda/api-stages.js';
import { field } from '../../lambda/json-value.js';
import { servedApi, stageDifferences } from '../../lambda/served-routes.js';
import type { ApiExports } from '../../ports/packages.js';
import type { Clock, ReleaseProbe } from '../../ports/site.js';
import type { StateReader } from '../../ports/terraform.js';

export interface ApiPorts {
  readonly exports: ApiExports;
  readonly probe: ReleaseProbe;
  readonly clock: Clock;
}

export interface ApiCheck {
  readonly sentences: readonly string[];
  readonly warnings: readonly string[];
}

/** The stack output that names an address of the API which answers a plain GET. */
const ADDRESS = 'api_health_url';
/** A change is deployed by API Gateway itself some seconds after it was made. */
const DEPLOYED_WITHIN_S = 60;
const POLL_MS = [500, 1000, 2000];
const POLL_AT_MOST_MS = 4000;

/**
 * After the apply: asks API Gateway whether each stage serves what its API is, and the address that the stack names whether
 * it answers. No route is called that the stack does not name: calling one may do something.
 */
export async function checkApi(
  planJson: unknown,
  verifyTimeoutSeconds: number,
  ports: ApiPorts & { readonly terraform: StateReader },
): Promise<ApiCheck> {
  if (!hasApiStage(planJson) && !namesAddress(planJson)) return { sentences: [], warnings: [] };
  const state = await ports.terraform.state();
  const sentences: string[] = [];
  const warnings: string[] = [];
  for (const stage of apiStages(state, planJson)) {
    const { differences, routes } = await settled(stage, ports);
    if (differences.length === 0) {
      sentences.push(`the stage ${stage.name} of ${stage.apiName} serves its ${counted(routes, 'route')}`);
    } else if (stage.follows) throw notServed(stage, differences);
    else warnings.push(keptBack(stage, differences));
  }
  const address = addressOf(state);
  if (address !== undefined && verifyTimeoutSeconds > 0) {
    await answering(address, verifyTimeoutSeconds, ports);
    sentences.push(`${address} answers`);
  }
  return { sentences, warnings };
}

/** Waits for a stage that follows its API; one that does not is looked at once. */
async function settled(
  stage: ApiStage,
  { exports, clock }: ApiPorts,
): Promise<{ readonly differences: readonly string[]; readonly routes: number }> {
  const until = clock.now() + DEPLOYED_WITHIN_S * 1000;
  for (let poll = 0; ; poll++) {
    const served = servedApi(await exports.exported(stage.apiId, stage.name));
    const current = servedApi(await exports.exported(stage.apiId));
    if (served === undefined || current === undefined) throw unreadable(stage);
    const differences = stageDifferences(served, current, stage.routes);
    if (differences.length === 0 || !stage.follows || clock.now() >= until) {
      return { differences, routes: served.routes.size };
    }
    await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
  }
}

async function answering(address: string, timeoutSeconds: number, { probe, clock }: ApiPorts): Promise<void> {
  const until = clock.now() + timeoutSeconds * 1000;
  for (let poll = 0; ; poll++) {
    const found = await lookAt(address, probe);
    if (found === undefined) return;
    if (clock.now() >= until) throw silent(address, timeoutSeconds, found);
    await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
  }
}

/** `undefined`: it answers. */
async function lookAt(address: string, probe: ReleaseProbe): Promise<string | undefined> {
  try {
    const { status, beginning } = await probe.get(address);
    if (status >= 200 && status < 300) return undefined;
    return `status ${status} and ${beginning === '' ? 'no content' : JSON.stringify(beginning)} at ${address}`;
  } catch (thrown) {
    return `no answer at ${address} (${asError(thrown).message})`;
  }
}

function namesAddress(planJson: unknown): boolean {
  return field(field(field(planJson, 'planned_values'), 'outputs'), ADDRESS) !== undefined;
}

/** A sensitive output is no address that may be shown. */
function addressOf(state: unknown): string | undefined {
  const output = field(field(field(state, 'values'), 'outputs'), ADDRESS);
  const value = field(output, 'value');
  if (typeof value !== 'string' || field(output, 'sensitive') === true) return undefined;
  return /^https?:\/\//.test(value) ? value : undefined;
}

function notServed({ name, apiName, apiId }: ApiStage, differences: readonly string[]): ActionError {
  return new ActionError({
    what: `The stage ${name} of the API ${apiName} does not serve what was applied`,
    found: differences.join('; '),
    wayOut: `Set auto_deploy = true on the stage. To deploy it now: aws apigatewayv2 create-deployment --api-id ${apiId} --stage-name ${name}. The infrastructure is applied`,
  });
}

function keptBack({ name, apiName }: ApiStage, differences: readonly string[]): string {
  return `The stage ${name} of the API ${apiName} is kept at an older deployment: ${differences.join('; ')}. Where that is not meant, set auto_deploy = true on the stage.`;
}

function unreadable({ name, apiName }: ApiStage): ActionError {
  return new ActionError({
    what: `API Gateway's export of the API ${apiName} cannot be read`,
    found: `something other than OpenAPI 3.0 for the stage ${name}`,
    wayOut: 'Compare the stage with the configuration in the console. The infrastructure is applied',
  });
}

function silent(address: string, seconds: number, found: string): ActionError {
  return new ActionError({
    what: `The API did not answer within ${seconds} s`,
    found,
    expected: 'a status from 200 to 299',
    wayOut: `Look at the function's log. ${address} is the stack output "${ADDRESS}"; "verify-timeout: 0" does not ask. The infrastructure is applied`,
  });
}
