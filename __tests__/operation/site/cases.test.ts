import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { cacheRules } from '../../../src/config/cache-rules.js';
import type { SiteRequest } from '../../../src/operation/site/request.js';
import { type SiteStage, siteStage } from './stage.js';

interface Step {
  readonly folder: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly before?: readonly {
    readonly put: string;
    readonly file?: string;
    readonly headers?: Record<string, string>;
  }[];
  /** The PUT of this key is refused. */
  readonly refuse?: string;
  readonly exit?: 0 | 'not 0';
  readonly exists?: readonly string[];
  readonly headers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly holds?: Readonly<Record<string, string>>;
  /** Addresses that an invalidation has to cover. */
  readonly forgotten?: readonly string[];
  readonly kept?: readonly string[];
  /** The first may only be stored after the second. */
  readonly order?: readonly (readonly [string, string])[];
}

const CASES = join(import.meta.dirname, '../../fixtures/site-cases');
let stage: SiteStage;
afterEach(async () => {
  await stage.stop();
});

test.each(readdirSync(CASES))('the case %s holds', async (name) => {
  const folder = join(CASES, name);
  const { steps } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as {
    readonly steps: readonly Step[];
  };
  expect(steps.length).toBeGreaterThan(0);
  stage = await siteStage();
  const distribution = join(folder, 'distribution.xml');
  const answer = existsSync(distribution)
    ? readFileSync(distribution, 'utf8').replaceAll('site-bkt', 'shop-site')
    : undefined;
  for (const [at, step] of steps.entries()) {
    for (const { put, file = '', headers = {} } of step.before ?? []) {
      stage.bucket.put(put, readFileSync(join(folder, file)), { headers });
    }
    stage.build({ ...filesOf(join(folder, step.folder)), ...step.files });
    const invalidated = stage.edge.distribution.invalidations().length;
    stage.cloud.journal.clear();
    if (step.refuse !== undefined) {
      const body = '<Error><Code>ExpiredToken</Code></Error>';
      const path = new RegExp(`/${step.refuse}$`);
      stage.cloud.faults.add({ operation: 'PutObject', path, effect: { status: 403, body } });
    }
    if (answer !== undefined) {
      const rewrite = <Reply>(reply: Reply) => ({ ...reply, body: Buffer.from(answer) });
      stage.cloud.faults.add({ operation: 'GetDistributionConfig', effect: { rewrite } });
    }
    const change = {
      ...requested(step.inputs ?? {}),
      run: { id: `${at}`, attempt: '1', url: 'https://github.test' },
    };
    const failed = await stage.deploy(change).then(
      () => undefined,
      (error: Error) => error,
    );
    stage.cloud.faults.clear();
    stage.completedRuns.add(`${at}`);
    if (step.exit === 0) expect(failed).toBeUndefined();
    if (step.exit === 'not 0') expect(failed).toBeDefined();
    expect(stage.keys()).toEqual(expect.arrayContaining([...(step.exists ?? [])]));
    for (const [key, headers] of Object.entries(step.headers ?? {})) {
      for (const [header, wanted] of Object.entries(headers)) {
        const found = stage.bucket.current(key)?.headers[header] ?? '';
        if (wanted.startsWith('not '))
          expect([key, found]).not.toEqual([key, expect.stringContaining(wanted.slice(4))]);
        else expect([key, found]).toEqual([key, expect.stringContaining(wanted)]);
      }
    }
    for (const [key, text] of Object.entries(step.holds ?? {})) {
      expect([key, stage.bucket.current(key)?.body.toString().trim()]).toEqual([key, text.trim()]);
    }
    const paths = stage.edge.distribution
      .invalidations()
      .slice(invalidated)
      .flatMap((made) => made.paths);
    const covers = (address: string) =>
      paths.some((path) => (path.endsWith('*') ? address.startsWith(path.slice(0, -1)) : path === address));
    for (const address of step.forgotten ?? [])
      expect([address, covers(address), paths]).toEqual([address, true, paths]);
    for (const address of step.kept ?? []) expect([address, covers(address), paths]).toEqual([address, false, paths]);
    const stored = stage.cloud.journal
      .entries({ operation: 'PutObject' })
      .filter(({ status }) => status === 200)
      .map(({ path }) => path);
    for (const [later, earlier] of step.order ?? []) {
      const index = (key: string) => stored.findIndex((path) => path.endsWith(`/${key}`));
      const inOrder = index(later) < 0 || (index(earlier) >= 0 && index(earlier) < index(later));
      expect([later, earlier, inOrder]).toEqual([later, earlier, true]);
    }
  }
});

function filesOf(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => [
      relative(folder, join(parentPath, name)),
      readFileSync(join(parentPath, name)),
    ]),
  );
}

function requested(inputs: Readonly<Record<string, string>>): Partial<SiteRequest> {
  const rules = cacheRules(inputs['cache-rules'] ?? '');
  if (!('value' in rules)) throw new Error(rules.expected);
  const prefix = inputs['site-prefix'];
  const days = inputs['keep-unreferenced-days'];
  return {
    cacheRules: rules.value,
    ...(prefix === undefined ? {} : { prefix: `${prefix}/`, verifyTimeoutSeconds: 0 }),
    ...(days === undefined ? {} : { keepUnreferencedDays: Number(days) }),
  };
}
