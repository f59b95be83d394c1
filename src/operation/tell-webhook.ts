import type { Config } from '../config/config.js';
import { asError } from '../errors.js';
import type { Event } from '../event/event.js';
import type { Log } from '../ports/run.js';
import type { Webhook } from '../ports/webhook.js';
import type { KeptIssue } from './kept-issue.js';
import { CHANGES_STAGE, type Outcome } from './run/outcome.js';

export type News = 'failed' | 'over';

export interface WebhookPorts {
  readonly webhook: Webhook;
  readonly log: Log;
  /** The request's body for the host that is told. */
  readonly webhookBody: (host: string, news: News, outcome: Outcome, issue: KeptIssue | undefined) => string;
}

/**
 * Tells the webhook what the issue about a failure tells: that it began, became another one, or is over. Where there is no
 * issue, each failure is told. Never from a pull request's run, and never part of the result.
 */
export async function tellWebhook(
  outcome: Outcome,
  issue: KeptIssue | undefined,
  { config, event }: { readonly config: Pick<Config, 'webhook'>; readonly event: Pick<Event, 'kind'> },
  { webhook, log, webhookBody }: WebhookPorts,
): Promise<void> {
  const news = newsOf(outcome, issue);
  if (config.webhook === undefined || news === undefined) return;
  if (event.kind === 'pull-request' || event.kind === 'merge-group') return;
  try {
    await webhook.post(config.webhook, webhookBody(new URL(config.webhook).hostname, news, outcome, issue));
  } catch (thrown) {
    log.warning(asError(thrown).message);
  }
}

function newsOf({ operation, result }: Outcome, issue: KeptIssue | undefined): News | undefined {
  if (!CHANGES_STAGE.has(operation)) return undefined;
  if (result === 'failed') return issue?.state === 'unchanged' ? undefined : 'failed';
  return result === 'succeeded' && issue?.state === 'closed' ? 'over' : undefined;
}
