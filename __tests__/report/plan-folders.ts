import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { planOutcome } from '../../scripts/plan-outcome.js';
import type { Outcome, PlanReport } from '../../src/operation/run/outcome.js';
import { redactor } from '../../src/redaction/redactor.js';
import { planComment } from '../../src/report/plan-comment.js';

/** What the run of these plans packs. */
const PACKAGES = { bucket: 'shop-artifacts', names: ['api'] };

export const PLANS = new URL('../fixtures/plans/', import.meta.url);

/** The folders of plans, by name. */
export function planFolders(): readonly string[] {
  return readdirSync(PLANS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function planJson(folder: string): unknown {
  return JSON.parse(readFileSync(new URL(`${folder}/plan.json`, PLANS), 'utf8'));
}

/** The text of a plan; some plans came without one. */
export function planText(folder: string): string {
  const file = new URL(`${folder}/plan.txt`, PLANS);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export function outcomeOf(folder: string): Outcome & { readonly plan: PlanReport } {
  const environment = {
    GITHUB_SHA: '0f3c5a9d1e2b4c6d8f7a9b0c1d2e3f4a5b6c7d8e',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'shop/shop',
    GITHUB_RUN_ID: '4711',
  };
  return planOutcome(planJson(folder), planText(folder), environment, PACKAGES);
}

/** The comment as it would be posted, with the plan's sensitive values masked. */
export function commentOf(outcome: Outcome): { readonly body: string; readonly cut: boolean } {
  return planComment(outcome, { redact: redactor({ secrets: outcome.plan?.sensitiveValues ?? [], patterns: [] }) });
}
