import type { Config } from '../config/config.js';
import { asActionError, asError } from '../errors.js';
import type { Outcome } from '../operation/run/outcome.js';
import type { Comments } from '../ports/comments.js';
import type { PullRequests } from '../ports/pull-requests.js';
import type { Log } from '../ports/run.js';
import { type Redact, redactor } from '../redaction/redactor.js';
import { annotate } from './annotations.js';
import { deployComment } from './deploy-comment.js';
import { commentMarker, deployMarker, formerMarker } from './kit/comment-marker.js';
import { actionOutputs } from './outputs.js';
import { planComment } from './plan-comment.js';
import { jobSummary } from './summary.js';

const SHORTEST_IN_OUTPUTS = 8;

/** What a run has registered as secret; without a plan also what may be. */
export interface Secrets {
  values(planned: boolean): readonly string[];
}

export interface PublishPorts {
  readonly secrets: Secrets;
  readonly log: Log;
  readonly comments: Comments;
  readonly pulls: Pick<PullRequests, 'headSha'>;
  /** The step's outputs and the job summary. */
  readonly results: { output(name: string, value: string): void; summary(markdown: string): Promise<void> };
}

/**
 * Says what happened, everywhere it is looked for. Reporting never changes the result: a comment that cannot be
 * posted is a warning, and the job summary has the same content.
 */
export async function publish(outcome: Outcome, config: Config, ports: PublishPorts): Promise<void> {
  const redact = redactorOf(outcome, config, ports.secrets);
  /** Each act by itself: what one report meets must not cost another, nor the run its result. */
  const guarded = async (failed: string, act: () => Promise<void> | void): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (thrown) {
      ports.log.warning(`${failed}: ${redact(asActionError(thrown).message)}`);
      return false;
    }
  };
  await guarded('The annotations could not be written', () => annotate(outcome, ports.log, redact));
  for (const warning of outcome.warnings) ports.log.warning(redact(warning));
  const url = await comment(outcome, config, redact, ports);
  await guarded('Later steps miss outputs of this one, which could not be set', () => {
    const outputs = actionOutputs(outcome, outputRedactor(ports.secrets));
    for (const [name, value] of Object.entries({ ...outputs, ...(!url ? {} : { 'comment-url': url }) })) {
      ports.results.output(name, value);
    }
  });
  await guarded('The job summary could not be made', async () => {
    const markdown = jobSummary(outcome, { redact });
    const isWritten = await guarded('The job summary could not be written; its text follows here', () =>
      ports.results.summary(markdown),
    );
    if (!isWritten) await ports.log.group('Job summary', async () => ports.log.info(markdown));
  });
}

/** Removes what this run knows to be secret from everything that is posted. */
export function redactorOf({ plan }: Pick<Outcome, 'plan'>, config: Config, known: Secrets): Redact {
  return redactor({
    secrets: [config.githubToken, ...known.values(plan !== undefined), ...(plan?.sensitiveValues ?? [])],
    patterns: config.redact,
  });
}

/** Later steps work with outputs: what was only guessed to be secret, and short words, stay in them. */
function outputRedactor(known: Secrets): Redact {
  const secrets = known.values(true).filter((secret) => secret.length >= SHORTEST_IN_OUTPUTS);
  return redactor({ secrets, patterns: [] });
}

async function comment(
  outcome: Outcome,
  config: Config,
  redact: (text: string) => string,
  ports: PublishPorts,
): Promise<string | undefined> {
  const { pullRequest, operation, result, held = false } = outcome;
  // What was skipped would hide what an earlier run of this pull request has said.
  if (pullRequest === undefined || config.comment === 'never' || (result === 'skipped' && !held)) return undefined;
  try {
    if (operation === 'plan' && (await ports.pulls.headSha(pullRequest)) !== outcome.commit) {
      ports.log.info('The pull request was pushed to while this run was planning: its newer run writes the comment.');
      return undefined;
    }
    const [marker, { body }] =
      operation === 'plan'
        ? [commentMarker(outcome.identity), planComment(outcome, { redact })]
        : [deployMarker(outcome.identity), deployComment(outcome, { redact })];
    const quiet = config.comment === 'changes' && nothingChanges(outcome);
    const posted = await ports.comments.upsert(pullRequest, marker, body, {
      create: !quiet,
      former: formerMarker(marker),
    });
    if (posted === undefined) return undefined;
    ports.log.info(`${posted.created ? 'Commented' : 'Updated the comment'}: ${posted.url}`);
    return posted.url;
  } catch (thrown) {
    ports.log.warning(`The comment could not be posted; the job summary has it. ${redact(asError(thrown).message)}`);
    return undefined;
  }
}

/** Nothing that a reviewer would have to look at: neither in the infrastructure nor on the site. */
function nothingChanges({ result, plan, sitePreview, site }: Outcome): boolean {
  if (result === 'failed') return false;
  const { counts } = site?.plan ?? (sitePreview !== undefined && 'plan' in sitePreview ? sitePreview.plan : {});
  const siteChanges = counts === undefined ? 0 : counts.new + counts.content + counts.headers + counts.deletions;
  return (plan === undefined || plan.changes.class === 'none') && siteChanges === 0;
}
