import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '../../local/git/git-server.js';
import { GitRepository } from '../../local/git-repository.js';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';

const TOKEN = 'ghs_privateModulesToken0123456789';
const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

let shop: Rehearsal;
let server: GitServer;

beforeAll(async () => {
  shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
  const modules = await GitRepository.create(join(shop.folder, 'git', 'modules'));
  await modules.write({ 'label/main.tf': 'output "label" {\n  value = "from a private module"\n}\n' });
  await modules.commit('A module');
  await modules.git('tag', 'v1');
  server = await startGitServer(join(shop.folder, 'git'), `Basic ${BASIC}`);
});
afterAll(async () => {
  await server?.stop();
  await shop?.stop();
});

const header = () => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: `http.${server.url}/.extraHeader`,
  GIT_CONFIG_VALUE_0: `Authorization: Basic ${BASIC}`,
});

async function planned(
  name: string,
  environment: Record<string, string>,
): Promise<{ text: string; posted: string; result: ActionResult }> {
  // What an earlier plan has downloaded.
  await shop.git.git('clean', '-ffdx');
  const source = `git::${server.url}/modules/.git//label?ref=v1`;
  await shop.change(name, 'A private module', {
    'infra/module.tf': `module "label" {\n  source = "${source}"\n}\n\noutput "label" {\n  value = module.label.label\n}\n`,
  });
  const pull = shop.open(name, 'A private module');
  const result = await shop.planned(pull, 'opened', { environment: { GIT_TERMINAL_PROMPT: '0', ...environment } });
  const posted = pull.comments.map(({ body }) => body).join('\n');
  // The runner hides what is registered as a mask; everything else of the log is seen.
  const log = result.log.replace(/^::add-mask::.*$/gm, '');
  return {
    text: [log, result.post.log, result.summary, JSON.stringify(result.outputs), posted].join('\n'),
    posted,
    result,
  };
}

function expectNoToken(text: string): void {
  for (const secret of [TOKEN, BASIC]) expect(text).not.toContain(secret);
}

test('a header with the token lets git in, and the token is in no message', async () => {
  const { text, result } = await planned('header', header());
  expect(result.exitCode).toBe(0);
  expect(text).toContain('from a private module');
  expectNoToken(text);
  expect(server.statuses).toContain(200);
});

test('without it the plan fails and says what git says', async () => {
  const { text, result } = await planned('none', {});
  expect(result.exitCode).toBe(1);
  expect(text).toMatch(/could not read Username|Authentication failed|terminal prompts disabled/);
});

test('a token that is refused is in no message, be it in a header or in an address', async () => {
  const wrong = Buffer.from('x-access-token:wrong-token-0123').toString('base64');
  const inHeader = await planned('refused', { ...header(), GIT_CONFIG_VALUE_0: `Authorization: Basic ${wrong}` });
  expect(inHeader.result.exitCode).toBe(1);
  for (const secret of [wrong, 'wrong-token-0123']) expect(inHeader.text).not.toContain(secret);
  const address = server.url.replace('//', '//x-access-token:wrong-token-0123@');
  const inAddress = await planned('address', {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${address}/.insteadOf`,
    GIT_CONFIG_VALUE_0: `${server.url}/`,
  });
  expect(inAddress.result.exitCode).toBe(1);
  // Its own log is masked by the runner: each secret is registered before anything is printed.
  expect(inAddress.result.log.indexOf('::add-mask::wrong-token-0123')).toBeGreaterThan(-1);
  expect(inAddress.result.summary).not.toContain('wrong-token-0123');
  expect(inAddress.posted).not.toContain('wrong-token-0123');
});
