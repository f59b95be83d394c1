import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Issue } from '../../local/github/records.js';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';
import { HELD, heldBy, letOn } from '../held-command.js';

let rehearsal: Rehearsal;
afterEach(async () => {
  expect(rehearsal.cloud.journal.unknown()).toEqual([]);
  await rehearsal.stop();
});

const always = { 'apply-policy': 'always' };
const issues = (): Issue[] => [...rehearsal.github.issues.values()].filter(({ pull }) => pull === undefined);

/** Another front end, merged. */
async function merged(headline: string): Promise<void> {
  await rehearsal.change('site', headline, shopSite({ headline }));
  await rehearsal.merge(rehearsal.open('site', headline));
}

describe('a deploy that ends badly opens one issue, which the next success closes:', () => {
  test.each<[string, () => Promise<ActionResult>, RegExp]>([
    [
      'an upload that fails',
      async () => {
        const assets = /shop-site\/(?!\.well-managed)/;
        rehearsal.cloud.faults.add({
          service: 's3',
          method: 'PUT',
          path: assets,
          nth: 1,
          times: 50,
          effect: { status: 403 },
        });
        const result = await rehearsal.deployed({ inputs: always });
        rehearsal.cloud.faults.clear();
        return result;
      },
      /Not finished: Upload/,
    ],
    [
      'a site that does not serve what was uploaded',
      () => rehearsal.deployed({ inputs: { ...always, 'site-url': 'http://127.0.0.1:9', 'verify-timeout': '1' } }),
      /Not finished: Verify the site/,
    ],
    [
      'a plan that nobody reviewed',
      async () => {
        const { shop } = rehearsal;
        await rehearsal.change('size', 'Size', shopInfrastructure({ ...shop, size: 9 }));
        await rehearsal.merge(rehearsal.open('size', 'Size'));
        return await rehearsal.deployed();
      },
      /Nothing was changed: it stopped before/,
    ],
    [
      'a cancelled run',
      async () => {
        const running = await rehearsal.deploying({ inputs: always });
        await running.printed(/deploy of dev/);
        running.process.kill('SIGINT');
        return await running.finished;
      },
      /Cancelled during|cancelled/,
    ],
  ])(
    '%s',
    async (_what, fail, text) => {
      rehearsal = await Rehearsal.start({ project: process.cwd() });
      expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
      await merged('Another front end');
      const failed = await fail();
      expect(failed.exitCode).toBe(1);
      const [issue, ...others] = issues();
      expect(others).toEqual([]);
      expect(issue?.body).toMatch(text);
      expect(issue?.assignees).toEqual(['alice']);
      expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
      expect(issues().map(({ state }) => state)).toEqual(['closed']);
    },
    180_000,
  );
});

test('a deploy that is rejected in its environment has one issue, by the run that looks for drift, until it is deployed', async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
  expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
  // Everything merged is live: nobody is asked.
  await rehearsal.scheduled();
  const asked = (part: string) => rehearsal.cloud.journal.entries().filter(({ path }) => path.includes(part)).length;
  expect(asked('/actions/runs')).toBe(0);

  await merged('Another front end');
  const { github } = rehearsal;
  const comment = 'Not before Monday, @octo/everyone <img src=x>\n::error::token: hunter2';
  github.environments.set('dev', { branches: false, reviewers: true });
  github.addRun({
    id: 4000,
    headSha: await rehearsal.git.head('main'),
    status: 'completed',
    conclusion: 'failure',
    reviews: [{ state: 'rejected', by: rehearsal.cloud.github.user('carol'), comment, environments: ['dev'] }],
  });
  const looked = await rehearsal.scheduled({ inputs: { redact: 'hunter\\d' } });
  expect(looked.exitCode).toBe(0);
  const [issue, ...others] = issues();
  expect(others).toEqual([]);
  expect(issue?.title).toMatch(/^Deploying dev failed: The deployment of [0-9a-f]{7} to dev was rejected$/);
  expect(issue?.assignees).toEqual(['alice']);
  expect(issue?.body).toContain('rejected by carol: ');
  expect(issue?.body).toContain('Not before Monday');
  expect(issue?.body).toContain('**Merged and not live:** #1.');
  expect(issue?.body).toMatch(/\[the run\]\(\S+\/actions\/runs\/4000\) asks for the approval again/);
  for (const text of [issue?.body, looked.log, looked.summary]) expect(text).not.toContain('hunter2');
  expect(issue?.body).not.toMatch(/(?<!\\)<img|(?<![\w`\u2060\u200b])@octo\/everyone/);
  expect(looked.log).not.toMatch(/^::error::/m);
  await rehearsal.scheduled();
  expect(issues()).toHaveLength(1);

  expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
  expect(issue?.state).toBe('closed');
}, 180_000);

describe('the webhook', () => {
  let folder: string;
  let server: Server;
  let messages: string[];
  let answer: number;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-'));
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...subject], { stdio: 'ignore' });
    server = createServer(
      { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) },
      async (request, reply) => {
        let body = '';
        for await (const part of request) body += part;
        messages.push(body);
        if (answer > 0) reply.writeHead(answer, { location: 'https://127.0.0.1:9/' }).end();
      },
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(folder, { recursive: true, force: true });
  });

  const told = () => ({
    inputs: {
      ...always,
      webhook: `https://127.0.0.1:${(server.address() as AddressInfo).port}/T0/B0/very-secret-path`,
    },
    environment: { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') },
  });

  test('a killed deploy is told of, to the webhook too, by the run that looks for drift, and closed by the next success', async () => {
    const terraform = `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "${HELD}"
  }
}
`;
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
    await rehearsal.change('slow', 'Slow', shopInfrastructure({ ...rehearsal.shop, terraform }));
    await rehearsal.merge(rehearsal.open('slow', 'Slow'));
    const running = await rehearsal.deploying({ inputs: always });
    await heldBy(join(rehearsal.git.path, 'infra'));
    running.process.kill('SIGKILL');
    await once(running.process, 'exit');
    letOn(join(rehearsal.git.path, 'infra'));
    await running.finished;
    expect(issues()).toEqual([]);

    // Merged meanwhile, and deployed by nobody: a drift.
    const files = shopInfrastructure({ ...rehearsal.shop, terraform, size: 5 });
    await rehearsal.change('size', 'Size', files);
    await rehearsal.merge(rehearsal.open('size', 'Size'));
    messages = [];
    answer = 200;
    const looked = await rehearsal.scheduled(told());
    const [issue] = issues().filter(({ title }) => title.startsWith('Deploying'));
    expect(issue?.title).toBe('Deploying dev failed: The run that began to deploy dev ended without a report');
    expect(issue?.assignees).toEqual(['alice']);
    expect(issue?.body).toContain('**Merged and not live:** #1.');
    // Its issue is linked, in both directions, and the chat is told once.
    const drifted = issues().find(({ title }) => title.startsWith('Drift'));
    expect(looked.summary).toContain(`Issues: [the drift](https://github.com/octo/shop/issues/${drifted?.number})`);
    expect(looked.summary).toContain(`[the failed deploy](https://github.com/octo/shop/issues/${issue?.number})`);
    const search = 'label%3Adrift%2Cfailed-deploy%20in%3Atitle%20%22dev%22)';
    for (const text of [looked.summary, issue?.body, drifted?.body]) expect(text).toContain(search);
    expect(looked.outputs['issue-url']).toBe(`https://github.com/octo/shop/issues/${drifted?.number}`);
    expect(looked.log).toContain('::warning::The run that began to deploy dev ended without a report');
    expect(messages.map((message) => JSON.parse(message).text)).toEqual([
      expect.stringMatching(/^octo\/shop: Deploying dev failed: .*ended without a report.*issues\/\d+/s),
    ]);
    await rehearsal.scheduled(told());
    expect(messages).toHaveLength(1);
    expect(issues().filter(({ title }) => title.startsWith('Deploying'))).toHaveLength(1);

    expect((await rehearsal.deployed({ inputs: always })).exitCode).toBe(0);
    expect(issue?.state).toBe('closed');
  }, 180_000);

  test('is told of a failure and of its end, and never fails a deploy', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    messages = [];
    answer = 200;
    const broken = { ...told(), inputs: { ...told().inputs, 'site-bucket': 'nobody-has-it' } };
    expect((await rehearsal.deployed(broken)).exitCode).toBe(1);
    await rehearsal.deployed(broken);
    expect(messages).toHaveLength(1);
    expect(JSON.parse(messages[0] ?? '').text).toMatch(/^octo\/shop: Deploying dev.* failed at ".+": .+/s);
    expect(messages[0]).toContain('https://github.com/octo/shop/issues/');

    // A pull request is planned, and nobody is told.
    await rehearsal.change('site', 'Site', shopSite({ headline: 'Another' }));
    await rehearsal.planned(rehearsal.open('site', 'Site'), 'opened', broken);
    expect(messages).toHaveLength(1);

    const fixed = await rehearsal.deployed(told());
    expect([fixed.exitCode, messages.length]).toEqual([0, 2]);
    expect(messages[1]).toContain('is deployed again');

    for (const [status, found, tries] of [
      [302, 'HTTP 302, a redirect', 1],
      [500, 'HTTP 500', 3],
      [0, 'no answer in time', 3],
    ] as const) {
      answer = status;
      messages = [];
      const failed = await rehearsal.deployed(broken);
      expect(failed.log).toContain(`The webhook did not take the message. Found: ${found}`);
      expect(failed.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('very-secret-path');
      expect(messages).toHaveLength(tries);
      answer = 500;
      const fine = await rehearsal.deployed(told());
      expect([fine.exitCode, fine.outputs.outcome]).toEqual([0, 'succeeded']);
    }
  }, 300_000);
});
