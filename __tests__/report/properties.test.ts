import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { redactor } from '../../src/redaction/redactor.js';
import { checkRunPage } from '../../src/report/check-run.js';
import { deployComment } from '../../src/report/deploy-comment.js';
import { driftNotice } from '../../src/report/drift-issue.js';
import { commentMarker } from '../../src/report/kit/comment-marker.js';
import { planComment } from '../../src/report/plan-comment.js';
import { jobSummary } from '../../src/report/summary.js';
import { isReplacedOrDeleted } from '../../src/terraform/plan/change-set.js';
import { arbitraryCase } from './arbitrary-outcome.js';
import { allowedTags, openDetails, openFences, outsideFences, tagsOf } from './structure.js';

const markdown = new MarkdownIt({ html: true });

// Shrinking a whole report takes minutes; in CI the seed and the path in the message are enough to do it elsewhere.
fc.configureGlobal({ endOnFailure: process.env.CI === 'true' });

function redactorOf(outcome: Outcome) {
  return { redact: redactor({ secrets: outcome.plan?.sensitiveValues ?? [], patterns: [] }) };
}

/** Control characters but line feed and tab, and marks that reorder text. */
function isUnseen(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || code === 0x09) return false;
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || BIDIRECTIONAL.has(code);
}

const BIDIRECTIONAL: ReadonlySet<number> = new Set([
  0x061c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
  0xfeff,
]);

/** What no value, key or message may bring into a report. */
function expectSound(body: string, secrets: readonly string[], runUrl: string): void {
  expect({ fences: openFences(body), details: openDetails(body) }).toEqual({ fences: 0, details: 0 });
  expect(tagsOf(body).filter((tag) => !allowedTags.has(tag))).toEqual([]);
  const tokens = markdown.parse(body.split('\n').slice(1).join('\n'), {});
  expect(tokens.filter(({ type }) => type === 'heading_open').length).toBeLessThanOrEqual(1);
  const inline = tokens.flatMap(({ children }) => children ?? []);
  const links = inline.filter(({ type }) => type === 'link_open').map((token) => String(token.attrGet('href') ?? ''));
  expect(links.filter((href) => !href.startsWith(runUrl.replace(/\/actions.*/, '')))).toEqual([]);
  expect(inline.filter(({ type }) => type === 'image')).toEqual([]);
  expect(outsideFences(body)).not.toMatch(/(?<!\w)@[A-Za-z0-9]/);
  expect([...body].filter(isUnseen)).toEqual([]);
  expect(body.split('<!--').length - 1).toBeLessThanOrEqual(1);
  for (const secret of secrets) expect(body).not.toContain(secret);
}

/** The changes of a plan, dealt out to the kinds of a drift. */
function driftIn({ plan }: Outcome, kinds: readonly boolean[]): Pick<Outcome, 'drift'> {
  if (plan === undefined) return {};
  const { resources, drift, outputs, deferred, invocations } = plan.changes;
  const isOutside = (_: unknown, at: number) => kinds[at % Math.max(kinds.length, 1)] ?? true;
  return {
    drift: {
      deployed: true,
      found: true,
      outside: [...drift, ...resources].filter(isOutside),
      known: [],
      idle: [],
      values: new Map(),
      leftAlone: drift.filter((change, at) => !isOutside(change, at)),
      pending: { resources: resources.filter((change, at) => !isOutside(change, at)), outputs, deferred, invocations },
      fingerprint: plan.fingerprint,
    },
  };
}

describe('whatever a plan holds', () => {
  test('its comment keeps its structure and its budget, and tells no secret', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ outcome, secrets }) => {
        const { body } = planComment(outcome, redactorOf(outcome));
        expect(body.split('\n')[0]).toBe(commentMarker(outcome.identity));
        expect(body.length).toBeLessThanOrEqual(60_000);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(250_000);
        expectSound(body, secrets, outcome.runUrl);
      }),
      { numRuns: 150 },
    );
  });

  test('so do the deploy comment, the summary and the page of the check run', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ outcome, secrets }) => {
        const deploy = { ...outcome, operation: 'deploy' as const };
        const options = redactorOf(outcome);
        const comment = deployComment(deploy, options).body;
        expect(comment.length).toBeLessThanOrEqual(60_000);
        const page = checkRunPage(outcome, options).summary;
        expect(page.length).toBeLessThanOrEqual(65_535);
        for (const summary of [jobSummary(outcome, options), jobSummary(deploy, options)]) {
          expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_000_000);
          expectSound(`\n${summary}`, secrets, outcome.runUrl);
        }
        expectSound(comment, secrets, outcome.runUrl);
        expectSound(`\n${page}`, secrets, outcome.runUrl);
      }),
      { numRuns: 60 },
    );
  });

  test('so does the issue about a drift, and its title is one line that GitHub takes', () => {
    fc.assert(
      fc.property(arbitraryCase, fc.array(fc.boolean()), ({ outcome, secrets }, kinds) => {
        const drifted = { ...outcome, operation: 'drift' as const, ...driftIn(outcome, kinds) };
        const { title, body, changed, gone } = driftNotice(drifted, redactorOf(outcome));
        expect(body.startsWith('<!-- well-managed-deployments drift ')).toBe(true);
        expect([body.length <= 60_000, Buffer.byteLength(body) <= 250_000]).toEqual([true, true]);
        expect(title).toMatch(/^.{1,256}$/u);
        for (const text of [body, `\n${changed}`, `\n${gone}`]) expectSound(text, secrets, outcome.runUrl);
        expectSound(`\n${jobSummary(drifted, redactorOf(outcome))}`, secrets, outcome.runUrl);
      }),
      { numRuns: 60 },
    );
  });

  test('what is destroyed is named or counted, however much of it there is', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ outcome }) => {
        const lost = outcome.plan?.changes.resources.filter(isReplacedOrDeleted) ?? [];
        if (lost.length === 0 || outcome.result === 'failed') return;
        const { body } = planComment(outcome, redactorOf(outcome));
        const box = body.split('\n').filter((line) => /^> - (destroy|replace) (`|<code>)/.test(line));
        const [, more = ''] = /\d more resources? destroyed or replaced\*\*\n\n([\s\S]*?)(?:\n\n|$)/.exec(body) ?? [];
        const list = more.split('\n').filter((line) => /^- (destroy |replace )?(`|<code>)/.test(line));
        const [, counted = '0'] = /^- and ([\d,]+) more resources? destroyed or replaced/m.exec(more) ?? [];
        const instances = (line: string) =>
          Number(/(?:`|<\/code>) × ([\d,]+): /.exec(line)?.[1]?.replaceAll(',', '') ?? 1);
        const named = [...box, ...list].reduce((sum, line) => sum + instances(line), 0);
        expect(named + Number(counted.replaceAll(',', ''))).toBe(lost.length);
      }),
      { numRuns: 100 },
    );
  });
});
