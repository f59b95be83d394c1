import type { CheckRunRequest, CheckRuns } from '../../ports/check-runs.js';
import { decodeReviewed, encodeReviewed, isFirstVersion, partOf } from '../../terraform/reviewed/record-codec.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';

/** A plan of another version of this action, or of more changes than a record has room for. */
export type NoRecord = 'first version' | 'no room';

/** What stands in place of a record that has no room. */
const NO_ROOM = 'This plan has more changes than can be recorded. Its deploy will be refused.';

/** Fewer always have room. */
const SMALL = 1_000;
export const NO_ROOM_FOR_RECORD =
  'This plan has more changes than can be recorded for the merge. Split it: its deploy will be refused, unless somebody approves its fingerprint';

export function hasRoom(plan: Omit<ReviewedPlan, 'base'>): boolean {
  return plan.changes.length < SMALL || encodeReviewed({ ...plan, base: '0'.repeat(40) }) !== undefined;
}

/**
 * Records a plan in one check run, or in several: then the one of this name comes last, so that where it is, the others
 * are too.
 */
export async function writeRecord(
  plan: ReviewedPlan,
  request: Omit<CheckRunRequest, 'text'>,
  checks: Pick<CheckRuns, 'create'>,
): Promise<void> {
  const [first = NO_ROOM, ...others] = encodeReviewed(plan) ?? [];
  for (const [index, text] of others.entries()) {
    await checks.create({ ...request, name: partName(request.name, index + 2), summary: request.title, text });
  }
  await checks.create({ ...request, text: first });
}

/** Reads what `writeRecord` wrote, from the text of its last check run. Throws when it is damaged or not complete. */
export async function readRecord(
  text: string,
  fingerprint: string,
  { headSha, name }: Pick<CheckRunRequest, 'headSha' | 'name'>,
  checks: Pick<CheckRuns, 'list'>,
): Promise<ReviewedPlan | NoRecord> {
  if (text === NO_ROOM) return 'no room';
  if (isFirstVersion(text)) return 'first version';
  const texts = [text];
  const main = partOf(text);
  for (let part = 2; part <= (main?.of ?? 1); part++) {
    const found = (await checks.list(headSha, partName(name, part))).find((run) => {
      const head = partOf(run.text);
      return head?.digest === main?.digest && head?.part === part;
    });
    texts.push(found?.text ?? '');
  }
  return decodeReviewed(texts, fingerprint);
}

function partName(name: string, part: number): string {
  return `${name}, part ${part}`;
}
