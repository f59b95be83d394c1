import { createHash } from 'node:crypto';
import type { OutdatedMode } from '../../config/config.js';
import { asError } from '../../errors.js';
import type { CheckRunRequest, CheckRuns } from '../../ports/check-runs.js';
import type { Log } from '../../ports/run.js';
import type { Outdated } from '../../terraform/standing/outdated.js';
import { recordedStack } from '../review/write-record.js';
import { commitOf, type RunContext } from '../run/context.js';
import type { StackIdentity } from '../run/stack-identity.js';

/** What is known of the plan of an open pull request after a deploy. `unplanned`: its head has no plan that counts. */
export type Standing =
  | { readonly answer: 'holds' | 'conflict' | 'unplanned' | 'destroyed' }
  | { readonly answer: 'outdated'; readonly because: Outdated; readonly pull: number | undefined };

/** `plan holds (dev)`. The record is another check run, and stays as it is. */
export function standingName(identity: StackIdentity): string {
  return `plan holds (${recordedStack(identity)})`;
}

/** The check run that tells it. Its `external_id` is of the answer: where that is the same, nothing is written. */
export function standingCheck(
  standing: Standing,
  mode: OutdatedMode,
  { identity, baseRef }: { readonly identity: StackIdentity; readonly baseRef: string },
): Omit<CheckRunRequest, 'headSha'> {
  const stage = `\`${identity.stage}\``;
  const broken = mode === 'block' ? 'action_required' : 'neutral';
  const again = `Update the branch, or start the workflow manually on it with \`operation: plan\`. Then have the new plan approved.`;
  const refused = 'If it were merged now, its deploy would be refused.';
  const about = (conclusion: CheckRunRequest['conclusion'], title: string, text: string) => ({
    name: standingName(identity),
    externalId: idOf(`${conclusion} ${title} ${text}`),
    conclusion,
    title,
    summary: `${text}\n\n${limits(stage)}`,
    text: '',
  });
  switch (standing.answer) {
    case 'holds':
      return about(
        'success',
        'The plan holds',
        `What was deployed to ${stage} since this plan was made changes nothing that it is made from.`,
      );
    case 'conflict':
      return about(
        broken,
        `Conflicts with ${baseRef}`,
        `The pull request conflicts with ${baseRef}, so its plan cannot be applied. Resolve the conflicts; the push is planned again.`,
      );
    case 'destroyed':
      return about(
        broken,
        'The plan is outdated: the stage was destroyed and deployed again',
        `${stage} was destroyed and deployed again after this plan was made. ${refused} ${again}`,
      );
    case 'unplanned':
      return about('neutral', 'There is no plan', `This commit has no plan for ${stage} that could be outdated.`);
    case 'outdated': {
      const { because, pull } = standing;
      const [who, atStart] = pull === undefined ? ['a later merge', 'A later merge'] : [`#${pull}`, `#${pull}`];
      const used = because.usedBy === because.what ? '' : `, which \`${because.usedBy}\` uses`;
      const where = because.file === undefined ? '' : ` (\`${because.file}\`)`;
      return about(
        broken,
        `The plan is outdated: ${who} changed ${because.what}`.slice(0, 255),
        `${atStart} changed \`${because.what}\`${where}${used}. ${refused} ${again}`,
      );
    }
  }
}

/**
 * A plan that was made just now holds. Said where an earlier one was outdated, and always with `block`: a required check that
 * is missing waits for ever. The newest check run of a name counts.
 */
export async function standsAnew(
  context: RunContext,
  {
    github: { checks },
    log,
  }: { readonly github: { readonly checks: Pick<CheckRuns, 'create' | 'list'> }; readonly log: Log },
): Promise<void> {
  const { config, identity, repository } = context;
  const headSha = commitOf(context);
  try {
    const [known] = await checks.list(headSha, standingName(identity));
    if (config.outdated === 'note' && (known === undefined || known.conclusion === 'success')) return;
    const check = standingCheck({ answer: 'holds' }, config.outdated, { identity, baseRef: repository.defaultBranch });
    await checks.create({ ...check, headSha });
  } catch (thrown) {
    log.info(`The check run "${standingName(identity)}" could not be made: ${asError(thrown).message}`);
  }
}

function limits(stage: string): string {
  return `This check compares text. It sees merges into this repository and deploys of this stack to ${stage}; drift, data sources, variables that the workflow sets, provider versions and other states are seen by a new plan only. It may call a plan outdated that would still be applied.`;
}

function idOf(said: string): string {
  return createHash('sha256').update(said).digest('hex').slice(0, 32);
}
