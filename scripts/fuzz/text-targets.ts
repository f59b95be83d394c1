import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRules } from '../../src/config/cache-rules.js';
import { namedSecrets, unplannedSecrets } from '../../src/config/named-secrets.js';
import { INPUTS, parseConfig } from '../../src/config/parse-config.js';
import { parseTerraformEnvironment } from '../../src/config/terraform-environment.js';
import { ActionError } from '../../src/errors.js';
import { parseEvent } from '../../src/event/parse-event.js';
import { readListPage } from '../../src/gateways/s3/direct/list-page.js';
import { redactor } from '../../src/redaction/redactor.js';
import { codeSpan, neutralise, ownProse, prose } from '../../src/report/kit/markdown.js';
import { manifestText, parseManifest } from '../../src/site/manifest.js';
import { referencesOf } from '../../src/site/page-references.js';
import { parseOutputs, sensitiveTexts } from '../../src/terraform/command/output-json.js';
import { parseLockText } from '../../src/terraform/command/state-lock.js';
import { indexModule } from '../../src/terraform/configuration/module-index.js';
import { changeSet } from '../../src/terraform/plan/classify.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { sensitiveValues } from '../../src/terraform/plan/sensitive.js';
import { parseValidation } from '../../src/terraform/stream/diagnostics-json.js';
import { parseDiagnosticsText } from '../../src/terraform/stream/diagnostics-text.js';
import { parseStreamLine } from '../../src/terraform/stream/stream-event.js';
import { splitPlanText } from '../../src/terraform/text/plan-text.js';
import { parseConstraint, parseWanted } from '../../src/terraform/version/constraint.js';
import { faultyDocument, faultyText } from './mutations.js';
import type { Random } from './random.js';
import {
  DIAGNOSTIC,
  EVENTS,
  HCL,
  INPUT_TEXTS,
  LIST_PAGE,
  LOCK,
  MANIFEST,
  OUTPUTS,
  RUNNER,
  VALIDATION,
} from './seeds.js';
import type { Target } from './target.js';

const VERSIONS = ['>= 1.11, < 2', '~> 1.11.0', '1.11.4', '!= 1.12.0-beta1', 'v1.9.1'];
const PLANS = '__tests__/fixtures/plans';

/** Plans of Terraform and OpenTofu, with the text of each. */
function plans(): readonly { readonly json: unknown; readonly text: string }[] {
  const folders = readdirSync(PLANS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => join(PLANS, name))
    .filter((folder) => existsSync(join(folder, 'plan.json')))
    .map((folder) => ({
      json: JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')),
      text: existsSync(join(folder, 'plan.txt')) ? readFileSync(join(folder, 'plan.txt'), 'utf8') : '',
    }));
}

/** What a reader of JSON text gets: faults in the document, or in its letters. */
function faultyJson(document: unknown, random: Random): string {
  return random.isOnce(3)
    ? faultyText(JSON.stringify(document), random)
    : JSON.stringify(faultyDocument(document, random));
}

/** Inputs that say what was expected are as good as an error with a name. */
function refused(result: object): void {
  if (!('value' in result) && !('config' in result)) throw new ActionError({ what: JSON.stringify(result) });
}

export function textTargets(): readonly Target[] {
  const known = plans();
  return [
    {
      name: 'events',
      once: (random) => {
        const [name, payload] = random.of(EVENTS);
        const faulty = random.of(Object.keys(RUNNER));
        const variables = {
          ...RUNNER,
          ...(random.isOnce(4) ? { [faulty]: faultyText(RUNNER[faulty] ?? '', random) } : {}),
        };
        return parseEvent(name, faultyDocument(payload, random), variables);
      },
    },
    {
      name: 'inputs',
      once: (random) => {
        const faulty = random.of(Object.keys(INPUTS));
        const text = faultyText(INPUT_TEXTS[faulty] ?? random.of(Object.values(INPUT_TEXTS)), random);
        const read = (name: string) => (name === faulty ? text : (INPUT_TEXTS[name] ?? ''));
        refused(parseConfig(read, { offline: random.isOnce(4) }));
      },
    },
    {
      name: 'versions',
      once: (random) => {
        const text = faultyText(random.of(VERSIONS), random);
        return [parseConstraint(text), parseWanted(text)];
      },
    },
    {
      name: 'cache rules',
      once: (random) => refused(cacheRules(faultyText(INPUT_TEXTS['cache-rules'] ?? '', random))),
    },
    {
      name: 'settings with secrets',
      once: (random) => {
        const text = faultyText(INPUT_TEXTS['backend-config'] ?? '', random);
        const environment = { TF_VAR_keys: text, GIT_CONFIG_VALUE_0: text, HTTPS_PROXY: text, API_TOKEN: text };
        const sources = { environment, variables: new Map([['a', text]]), settings: [text], stage: 'dev' };
        const secrets = [...namedSecrets(sources), ...unplannedSecrets(sources)];
        if (random.isOnce(4)) parseTerraformEnvironment(text);
        return redactor({ secrets, patterns: [] })(faultyText(text, random));
      },
    },
    {
      name: 'plan JSON',
      once: (random) => {
        const plan = readPlan(faultyDocument(random.of(known).json, random));
        return [changeSet(plan), sensitiveValues(plan)];
      },
    },
    {
      name: 'plan text',
      once: (random) => splitPlanText(faultyText(random.of(known).text, random), new Set(['aws_s3_bucket.a', 'a.b'])),
    },
    {
      name: "Terraform's messages",
      once: (random) => {
        const text = random.isOnce(2) ? faultyJson(DIAGNOSTIC, random) : faultyText(LOCK, random);
        return [parseStreamLine(text), parseDiagnosticsText(text), parseLockText(text)];
      },
    },
    {
      name: "Terraform's answers",
      once: (random) => {
        if (random.isOnce(2)) return sensitiveTexts(parseOutputs(faultyJson(OUTPUTS, random)));
        return parseValidation(faultyJson(VALIDATION, random));
      },
    },
    {
      name: 'configuration (HCL)',
      once: (random) => indexModule([{ path: 'infra/main.tf', text: faultyText(HCL, random) }]),
    },
    {
      name: 'manifest',
      once: (random) => manifestText(parseManifest(faultyJson(JSON.parse(MANIFEST), random), 'manifest.json')),
    },
    { name: 'listings', once: (random) => readListPage(faultyText(LIST_PAGE, random)) },
    {
      name: 'text in reports',
      once: (random) => {
        const text = faultyText(random.isOnce(2) ? HCL : LOCK, random);
        return [
          neutralise(text),
          prose(text),
          ownProse(text),
          codeSpan(text, 'cell'),
          referencesOf('a.html', text, '/'),
        ];
      },
    },
  ];
}
