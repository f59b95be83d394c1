import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal, type RunRequest } from '../../local/rehearsal.js';
import { succeeded } from './review-stage.js';

let shop: Rehearsal | undefined;
afterEach(async () => await shop?.stop());

/** Loaded ahead of the bundle: writes down the host of every connection and of every name that is looked up. */
const WATCH = `import { appendFileSync } from 'node:fs';
import dns from 'node:dns';
import net from 'node:net';
const seen = (host) => appendFileSync(process.env.HOSTS_SEEN, String(host) + '\\n');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'object' && first.path == null) seen((first.host ?? 'localhost') + ':' + first.port);
  else if (typeof first === 'number') seen((typeof second === 'string' ? second : 'localhost') + ':' + first);
  return connect.apply(this, given);
};
const lookup = dns.lookup;
dns.lookup = (host, ...given) => {
  seen(host);
  return lookup(host, ...given);
};
`;

test('a plan, a deploy, a look for drift and a destroy contact nobody else', async () => {
  shop = await Rehearsal.start({ project: process.cwd() });
  const watch = join(shop.folder, 'watch.mjs');
  const seen = join(shop.folder, 'hosts');
  writeFileSync(watch, WATCH);
  const request: RunRequest = {
    environment: { NODE_OPTIONS: `--import=${pathToFileURL(watch).href}`, HOSTS_SEEN: seen },
  };
  await shop.change('more', 'More', { 'site/dist/more.html': '<p>more</p>' });
  const pull = shop.open('more', 'More');
  succeeded(await shop.planned(pull, 'opened', request));
  succeeded(await shop.deployed(request));
  succeeded(await shop.scheduled(request));
  succeeded(await shop.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' }, request));
  expect(existsSync(seen)).toBe(true);
  const hosts = readFileSync(seen, 'utf8').trim().split('\n');
  // What it is bound to reach is seen, so anything else would be.
  const { s3, github, cloudfront } = shop.cloud;
  const ports = [s3, github, cloudfront].map(({ url }) => `:${new URL(url).port}`);
  expect(ports.filter((port) => !hosts.some((host) => host.endsWith(port)))).toEqual([]);
  const own = /^(127\.0\.0\.1|localhost|[\w.-]+\.localhost)(:\d+)?$/;
  expect([...new Set(hosts)].filter((host) => !own.test(host))).toEqual([]);
});
