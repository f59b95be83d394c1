import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as core from '@actions/core';
import { inputError, type NamedPaths, pathProblems } from './config/check-paths.js';
import type { Config } from './config/config.js';
import type { Finding } from './config/finding.js';
import type { InputProblem } from './config/input.js';
import { namedSecrets, unplannedSecrets } from './config/named-secrets.js';
import { parseConfig } from './config/parse-config.js';
import { parseTerraformEnvironment, TERRAFORM_ENVIRONMENT } from './config/terraform-environment.js';
import { type ParsedEvent, parseEvent } from './event/parse-event.js';
import { pathKind } from './gateways/files/path-kind.js';
import { publishedInputs } from './gateways/files/published-inputs.js';
import { repositoryIn } from './gateways/files/repository.js';
import { textOf } from './gateways/files/text-of.js';
import { actionsSecrets } from './gateways/runner/secret-register.js';
import { select } from './operation/select.js';
import { setUpFindings } from './setup/set-up-findings.js';

/**
 * The workflow's secret becomes what the step's own `env` would have been. GitHub masks its lines, and not their values.
 */
export function takeTerraformEnvironment(): void {
  const text = process.env[TERRAFORM_ENVIRONMENT] ?? '';
  delete process.env[TERRAFORM_ENVIRONMENT];
  for (const [name, value] of parseTerraformEnvironment(text)) {
    process.env[name] = value;
    // Shorter ones, such as "true", would mask half of what is said.
    if (value.length >= 4) actionsSecrets.add(value);
  }
}

/** Its path alone is enough to post, so that is masked too. */
export function registerWebhook(): void {
  const address = core.getInput('webhook');
  actionsSecrets.add(address);
  if (!URL.canParse(address)) return;
  const { href, pathname, search } = new URL(address);
  for (const part of [href, pathname.slice(1), search.slice(1)]) if (part.length >= 8) actionsSecrets.add(part);
}

/** Before anything is asked of the world, so that the log's mask is there before the first line with a secret. */
export function registerSecrets(config: Config | undefined): void {
  const { variables = new Map(), backendConfig = [], varFiles = [] } = config?.infrastructure ?? {};
  const files = [...varFiles, ...backendConfig.filter((setting) => !setting.includes('='))];
  const sources = {
    environment: process.env,
    variables,
    settings: [...backendConfig, ...files.map((file) => textOf(join(workspace(), file)))],
    stage: config?.stage ?? core.getInput('stage'),
  };
  for (const secret of namedSecrets(sources)) actionsSecrets.add(secret);
  for (const [, value] of config?.site?.verifiedPaths?.headers ?? []) {
    // A shorter one is a word, and would mask half of what is said.
    if (value.length >= 8) actionsSecrets.add(value);
  }
  for (const value of unplannedSecrets(sources)) actionsSecrets.addUnplanned(value);
  actionsSecrets.usePatterns(config?.redact ?? []);
}

export async function readEvent(): Promise<ParsedEvent> {
  const path = process.env.GITHUB_EVENT_PATH;
  const payload: unknown = path ? JSON.parse(await readFile(path, 'utf8')) : {};
  return parseEvent(process.env.GITHUB_EVENT_NAME ?? '', payload, process.env);
}

export function readConfig({ event, repository }: ParsedEvent): Config {
  const offline = event.kind === 'pull-request' && event.trust !== 'same-repository';
  const result = parseConfig((name) => core.getInput(name), { offline });
  if ('problems' in result) throw inputError([...result.problems, ...missingPaths(result.paths, event)]);
  const { operation } = select(event, result.config.operation, repository);
  if (operation === 'skipped') return result.config;
  // A destroy and a rollback need nothing built, and drift is looked for in the infrastructure alone, which knows the packages.
  const built = operation === 'plan' || operation === 'deploy';
  // A promotion takes both from another stage.
  const takes = operation === 'deploy' && result.config.promoteFrom !== undefined;
  const needs = { site: built && !takes, packages: (built && !takes) || operation === 'drift' };
  const problems = pathProblems(result.config, pathKind(workspace()), needs);
  if (problems.length > 0) throw inputError(problems);
  return result.config;
}

/** Beside faults of other inputs: which operation it will be is not known, so only what each needs is looked for. */
function missingPaths(paths: NamedPaths, { kind }: ParsedEvent['event']): readonly InputProblem[] {
  const isBuilt = kind === 'pull-request' || kind === 'push';
  return pathProblems(paths, pathKind(workspace()), { site: isBuilt, packages: isBuilt });
}

/** What the workflows of the checkout show; the bundle lies beside `action.yml`. */
export function setupFindings(defaultBranch: string): readonly Finding[] {
  const project = join(dirname(process.argv[1] ?? ''), '..');
  return setUpFindings({ ...repositoryIn(workspace()), published: publishedInputs(project), defaultBranch });
}

/** Of the checkout, absolute. */
export function workspace(): string {
  return process.env.GITHUB_WORKSPACE ?? process.cwd();
}

/** A file of the checkout, as `identityOf` reads it. */
export function checkedOut(path: string): string {
  return textOf(join(workspace(), path));
}
