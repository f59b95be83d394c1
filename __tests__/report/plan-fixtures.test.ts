import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { escapeHtml } from '../../src/report/kit/markdown.js';
import { withoutKeys } from '../../src/terraform/plan/instances.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { commentOf, outcomeOf, PLANS, planFolders, planJson } from './plan-folders.js';
import { allowedTags, openDetails, openFences, tagsOf } from './structure.js';

interface Expected {
  readonly class?: string;
  readonly counts?: Readonly<Record<string, number>>;
  /** A part of the error, where the plan is refused. */
  readonly refused?: string;
}

const update = process.env.UPDATE_FIXTURES === '1';
if (update && process.env.CI === 'true') throw new Error('UPDATE_FIXTURES is for your own machine: CI compares.');

function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(new URL(`${folder}/expected.json`, PLANS), 'utf8')) as Expected;
}

const folders = planFolders();
const refused = folders.filter((folder) => expectedOf(folder).refused !== undefined);
const readable = folders.filter((folder) => !refused.includes(folder));

test('there are plans of every kind', () => {
  expect(readable.length).toBeGreaterThanOrEqual(40);
  const classes = new Set(readable.map((folder) => expectedOf(folder).class));
  expect([...classes].sort()).toEqual(['change', 'code', 'destructive', 'none', 'outputs-only', 'state-only']);
});

describe.each(refused)('the plan %s', (folder) => {
  test('is refused with its format named', () => {
    expect(() => readPlan(planJson(folder))).toThrow(expectedOf(folder).refused);
  });
});

describe.each(readable)('the plan %s', (folder) => {
  const plan = readPlan(planJson(folder));
  const outcome = outcomeOf(folder);
  const { changes } = outcome.plan;
  const { body, cut } = commentOf(outcome);

  test('has the class and the counts that a person found in it', () => {
    expect({ class: changes.class, counts: changes.counts }).toEqual(expectedOf(folder));
  });

  test('is posted as the comment that was reviewed', () => {
    const file = new URL(`${folder}/comment.md`, PLANS);
    if (update) writeFileSync(file, `${body}\n`);
    expect(`${body}\n`).toBe(readFileSync(file, 'utf8'));
  });

  test('fits into a comment, with closed fences, closed folds and no foreign tag', () => {
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(250_000);
    expect({ fences: openFences(body), details: openDetails(body) }).toEqual({ fences: 0, details: 0 });
    expect(tagsOf(body).filter((tag) => !allowedTags.has(tag))).toEqual([]);
  });

  test('names every changed address, or counts it where it was cut', () => {
    const addresses = [...changes.resources, ...changes.deferred.map(({ change }) => change)].map(
      ({ address }) => address,
    );
    const missing = addresses.filter((address) => !isNamed(address, body));
    const counted = /([\d,]+) more resources? not in this table/.exec(body)?.[1]?.replaceAll(',', '') ?? '0';
    expect(missing.length).toBeLessThanOrEqual(cut ? Number(counted) : 0);
    const lost = plan.resource_changes.filter(({ change }) => change.actions.includes('delete'));
    expect(lost.filter(({ address }) => !isNamed(address, body))).toEqual([]);
  });

  test('shows no sensitive value', () => {
    for (const secret of outcome.plan.sensitiveValues) expect(body).not.toContain(secret);
  });
});

/** By its address, or as one of several instances in one row. */
function isNamed(address: string, body: string): boolean {
  const written = (text: string) => body.includes(text) || body.includes(`<code>${escapeHtml(text)}</code>`);
  return written(address) || body.includes(`${withoutKeys(address)}\` × `);
}
