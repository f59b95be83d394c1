import type { KeptIssue } from '../operation/kept-issue.js';
import type { OperationName, Outcome } from '../operation/run/outcome.js';
import type { News } from '../operation/tell-webhook.js';
import { repositoryUrl } from './kit/document.js';
import { plainStackName } from './kit/headline.js';
import { neutralise } from './kit/markdown.js';
import { doing } from './kit/operation-words.js';

/** A chat shows a few lines; the rest is behind the link. */
const LONGEST = 500;
const SLACK = /^hooks\.slack(?:-gov)?\.com$/;
/** https://learn.microsoft.com/power-automate/teams/send-a-message-in-teams; the older connectors are on `webhook.office.com`. */
const TEAMS = /(?:^|\.)(?:webhook\.office\.com|logic\.azure\.(?:com|us)|environment\.api\.powerplatform\.com)$/;

const OVER: Readonly<Partial<Record<OperationName, string>>> = {
  destroy: 'was destroyed',
  rollback: 'is rolled back',
  'rollback-site': 'has an earlier release of its site again',
};

/**
 * The body that this host reads. Nothing in the text is markup there: Slack has three characters that mean something
 * (https://docs.slack.dev/messaging/formatting-message-text), and a `TextRun` of an Adaptive Card has none.
 */
export function webhookBody(
  host: string,
  news: News,
  outcome: Outcome,
  issue: KeptIssue | undefined,
  redact: (text: string) => string,
): string {
  const text = neutralise(redact(message(news, outcome, issue)));
  if (SLACK.test(host)) {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return JSON.stringify({ text: escaped, mrkdwn: false });
  }
  if (TEAMS.test(host)) return JSON.stringify(card(text, issue?.url ?? outcome.runUrl));
  return JSON.stringify({ text });
}

function message(news: News, outcome: Outcome, issue: KeptIssue | undefined): string {
  const { identity, operation, runUrl, failure, steps, pullRequest } = outcome;
  const repository = repositoryUrl(runUrl);
  const where = repository === undefined ? '' : `${new URL(repository).pathname.slice(1)}: `;
  const name = plainStackName(identity);
  if (news === 'over') {
    return [
      `${where}${name} ${OVER[operation] ?? 'is deployed again'}.`,
      ...(issue === undefined ? [] : [`Closed: ${issue.url}`]),
      `Run: ${runUrl}`,
    ].join('\n');
  }
  const step = steps.find(({ state }) => state === 'failed')?.title;
  const said = failure?.parts.what ?? 'it failed';
  return [
    `${where}${doing(operation)} ${name} failed${step === undefined ? '' : ` at "${step}"`}: ${said.length > LONGEST ? `${said.slice(0, LONGEST)}...` : said}`,
    ...(pullRequest === undefined || repository === undefined
      ? []
      : [`Pull request: ${repository}/pull/${pullRequest}`]),
    ...(issue === undefined ? [] : [`What is live, and what to do: ${issue.url}`]),
    `Run: ${runUrl}`,
  ].join('\n');
}

function card(text: string, url: string): unknown {
  const block = (line: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line }] });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: text.split('\n').map(block),
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url }],
        },
      },
    ],
  };
}
