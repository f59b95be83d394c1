import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import type { Event } from '../../src/event/event.js';
import type { KeptIssue } from '../../src/operation/kept-issue.js';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { tellWebhook } from '../../src/operation/tell-webhook.js';
import { webhookBody } from '../../src/report/webhook-message.js';

const ADDRESS = 'https://chat.example/hook';
const ISSUE: KeptIssue = { number: 3, url: 'https://github.com/octo/shop/issues/3', state: 'opened' };

function outcome(more: Partial<Outcome> = {}): Outcome {
  return {
    operation: 'deploy',
    result: 'failed',
    identity: { stage: 'prod', directory: 'infra', workspace: 'default' },
    commit: 'abc',
    runUrl: 'https://github.com/octo/shop/actions/runs/1',
    sentence: '',
    steps: [],
    warnings: [],
    diagnostics: [],
    pullRequest: 7,
    failure: new ActionError({ what: 'It broke' }),
    ...more,
  };
}

async function told(
  of: Outcome,
  issue: KeptIssue | undefined,
  { kind = 'push', webhook = ADDRESS, failing = false } = {},
) {
  const posted: string[] = [];
  const warnings: string[] = [];
  const ports = {
    webhook: {
      post: async (url: string, body: string) => {
        if (failing) throw new Error('The webhook did not take the message');
        posted.push(`${url} ${body}`);
      },
    },
    log: {
      info: () => {},
      error: () => {},
      warning: (text: string) => void warnings.push(text),
      group: async <T>(_: string, work: () => Promise<T>) => await work(),
    },
    webhookBody: (host: string, news: string) => `${host} ${news}`,
  };
  const config = webhook === '' ? {} : { webhook };
  await tellWebhook(of, issue, { config, event: { kind: kind as Event['kind'] } }, ports);
  return { posted, warnings };
}

describe('the webhook is told', () => {
  const failed = outcome();
  const succeeded = outcome({ result: 'succeeded' });
  test.each<[string, Outcome, KeptIssue | undefined, string[]]>([
    ['of a failure', failed, ISSUE, ['failed']],
    ['of another failure', failed, { ...ISSUE, state: 'updated' }, ['failed']],
    ['nothing while it is the same failure', failed, { ...ISSUE, state: 'unchanged' }, []],
    ['of each failure, where there is no issue', failed, undefined, ['failed']],
    ['when it is over', succeeded, { ...ISSUE, state: 'closed' }, ['over']],
    ['nothing of a success after a success', succeeded, undefined, []],
    ['nothing of a skipped run', outcome({ result: 'skipped' }), undefined, []],
    ['nothing of a plan', outcome({ operation: 'plan' }), undefined, []],
    ['nothing of a drift', outcome({ operation: 'drift' }), undefined, []],
  ])('%s', async (_what, of, issue, news) => {
    expect((await told(of, issue)).posted).toEqual(news.map((one) => `${ADDRESS} chat.example ${one}`));
  });

  test('nothing by the run of a pull request, or where there is none', async () => {
    for (const kind of ['pull-request', 'merge-group'])
      expect((await told(failed, ISSUE, { kind })).posted).toEqual([]);
    expect((await told(failed, ISSUE, { webhook: '' })).posted).toEqual([]);
  });

  test('and where it does not listen, that is a warning', async () => {
    expect((await told(failed, ISSUE, { failing: true })).warnings).toEqual(['The webhook did not take the message']);
  });
});

describe('a message', () => {
  const what = 'A <!channel> & <https://evil.example|click> @here *bold* hunter2';
  const bad = outcome({ failure: new ActionError({ what }) });
  const redact = (text: string) => text.replaceAll('hunter2', '***');
  const body = (host: string) => webhookBody(host, 'failed', bad, ISSUE, redact);

  test('for Slack has nothing in it that Slack would follow', () => {
    const { text, mrkdwn } = JSON.parse(body('hooks.slack.com'));
    expect(text.replaceAll('\u200b', '')).toBe(
      [
        'octo/shop: Deploying prod failed: A &lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; @here *bold* ***',
        'Pull request: https://github.com/octo/shop/pull/7',
        'What is live, and what to do: https://github.com/octo/shop/issues/3',
        'Run: https://github.com/octo/shop/actions/runs/1',
      ].join('\n'),
    );
    expect(mrkdwn).toBe(false);
    expect(text).not.toContain('@here');
  });

  test.each([
    'contoso.webhook.office.com',
    'prod-1.westus.logic.azure.com',
    'default1.1.environment.api.powerplatform.com',
  ])('for Teams (%s) is a card of texts that are no Markdown, with a link', (host) => {
    const [{ content }] = JSON.parse(body(host)).attachments;
    expect(content.body.map(({ type }: { type: string }) => type)).toEqual(Array(4).fill('RichTextBlock'));
    expect(content.body[0].inlines[0].text).toContain('*bold* ***');
    expect(content.actions).toEqual([{ type: 'Action.OpenUrl', title: 'Open', url: ISSUE.url }]);
  });

  test.each(['chat.example', 'hooks.slack.com.evil.example', 'webhook.office.com.evil.example'])(
    'for another host (%s) is its text',
    (host) => {
      expect(Object.keys(JSON.parse(body(host)))).toEqual(['text']);
      expect(JSON.parse(body(host)).text).toContain('octo/shop: Deploying prod failed: A <!channel>');
    },
  );

  test('of the end says what closed', () => {
    const over = JSON.parse(webhookBody('chat.example', 'over', outcome({ result: 'succeeded' }), ISSUE, redact));
    expect(over.text).toBe(
      'octo/shop: prod is deployed again.\nClosed: https://github.com/octo/shop/issues/3\nRun: https://github.com/octo/shop/actions/runs/1',
    );
  });
});
