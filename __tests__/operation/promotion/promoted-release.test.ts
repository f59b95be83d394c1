import { beforeEach, describe, expect, test } from '@jest/globals';
import { packedFolder, passedThrough } from '../../../src/lambda/lambda-package.js';
import type { PackagePorts } from '../../../src/operation/packages/lane.js';
import { promotedPackages } from '../../../src/operation/promotion/promoted-packages.js';
import {
  needsCheckout,
  type PromotedRelease,
  type PromotionPorts,
  promotedRelease,
  promotedSentence,
  promotionPreview,
} from '../../../src/operation/promotion/promoted-release.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import type { Attempt, Latest } from '../../../src/ports/deployments.js';
import { type Manifest, manifestText } from '../../../src/site/manifest.js';
import { releasePath } from '../../../src/site/releases/recorded-releases.js';
import { type ReleaseRecord, releaseRecordText } from '../../../src/site/releases/release-record.js';
import { contextOf } from '../review/review-world.js';

const COMMIT = 'c0ffee1'.padEnd(40, '0');
const RELEASE = 'c0ffee1-0a1b2c3d';
const record: ReleaseRecord = {
  release: RELEASE,
  commit: COMMIT,
  stage: 'dev',
  at: '2026-11-27T12:00:00.000Z',
  run: { id: '1', url: '' },
  url: 'https://dev.test/',
  adopted: new Set(),
  files: new Map(),
};

/** dev as it may be promoted; each test changes one thing. */
class World {
  last: Latest['last'] = { sha: COMMIT, url: 'https://run', site: { bucket: 'dev-site', prefix: 'shop/' } };
  newest: Attempt | undefined = {
    sha: COMMIT,
    url: 'https://run',
    run: undefined,
    operation: 'deploy',
    state: 'succeeded',
  };
  own: string | undefined = 'b'.repeat(40);
  manifest: Manifest | undefined = { release: RELEASE, files: new Map(), pending: [] };
  record: ReleaseRecord | undefined = record;
  releases: (readonly [string, string])[] = [
    [RELEASE, record.at],
    ['bbbbbbb-00000000', '2026-11-26T12:00:00Z'],
  ];
  served = { status: 200, text: JSON.stringify({ release: RELEASE }), beginning: '' };
  ancestors = true;
  readonly asked: string[] = [];

  readonly ports = {
    github: {
      deployments: {
        latest: async (task: string, stage: string) => {
          this.asked.push(`${stage}: ${task}`);
          return { open: [], last: stage === 'dev' ? this.last : this.own && { sha: this.own, url: '' } };
        },
        newestAttempt: async () => this.newest,
      },
      history: { isAncestor: async () => this.ancestors },
    },
    stage: async () => ({
      records: {
        read: async (key: string) => {
          const text = key.endsWith('manifest.json')
            ? this.manifest && manifestText(this.manifest)
            : this.record && releaseRecordText(this.record);
          return text && { text, etag: 'e' };
        },
      },
      objects: {
        list: async () =>
          new Map(this.releases.map(([name, at]) => [`shop/${releasePath(name, at)}`, { etag: 'e', size: 1 }])),
      },
      probe: { get: async () => this.served },
    }),
  } as unknown as PromotionPorts;
}

let world: World;
beforeEach(() => {
  world = new World();
});
const context = (more: object = {}) =>
  ({ ...contextOf(COMMIT, {}), signal: new AbortController().signal, ...more }) as RunContext;
const v1 = () => {
  const { identity, ...rest } = context();
  return { ...rest, identity: { ...identity, stage: 'v1' } } as RunContext;
};
const promoted = async () => await promotedRelease(v1(), 'dev', 'release.json', world.ports);

describe('a release that another stage serves', () => {
  test('is taken with what is known of it, and how many wait', async () => {
    const found = await promoted();
    expect(found).toMatchObject({
      from: 'dev',
      site: { bucket: 'dev-site' },
      record: { release: RELEASE },
      waiting: 1,
    });
    expect(promotedSentence(found)).toBe(
      `${RELEASE} of ${COMMIT}, live in dev since 2026-11-27T12:00:00Z; 1 release waits`,
    );
    world.own = undefined;
    expect((await promoted()).waiting).toBe(2);
    world.own = COMMIT;
    expect(promotedSentence(await promoted())).toMatch(/nothing newer waits$/);
  });

  test('is looked for in the workspace of its own stage where stages are workspaces', async () => {
    const { identity, ...rest } = v1();
    await promotedRelease({ ...rest, identity: { ...identity, workspace: 'v1' } }, 'dev', 'release.json', world.ports);
    expect(world.asked).toEqual([
      expect.stringMatching(/^dev: .*workspace dev$/),
      expect.stringMatching(/^v1: .*workspace v1$/),
    ]);
  });

  const failed = { sha: COMMIT, url: '', run: undefined, operation: 'deploy', state: 'failed' } as const;
  test.each<[string, RegExp, (of: World) => void]>([
    [
      'that was never deployed',
      /nothing is deployed to dev/,
      (of) => {
        of.last = undefined;
      },
    ],
    [
      'that is held',
      /dev is held: bob rolled it back to aaaaaaa-00000000/,
      (of) => {
        of.last = {
          sha: COMMIT,
          url: '',
          ...of.last,
          hold: { release: 'aaaaaaa-00000000', by: 'bob', since: 'today' },
        };
      },
    ],
    [
      'whose newest deploy has failed',
      /the newest deploy of dev, of \w{40}, has failed/,
      (of) => {
        of.newest = failed;
      },
    ],
    [
      'whose newest deploy has no end',
      /has no end yet/,
      (of) => {
        of.newest = { ...failed, state: 'open' };
      },
    ],
    [
      'whose deployments name no site',
      /do not say where its site is/,
      (of) => {
        of.last = { sha: COMMIT, url: '' };
      },
    ],
    [
      'without a manifest',
      /no shop\/\.well-managed\/manifest\.json in dev-site/,
      (of) => {
        of.manifest = undefined;
      },
    ],
    [
      'that is being deployed',
      /is being changed/,
      (of) => {
        of.manifest = { release: RELEASE, intent: 'x', files: new Map(), pending: [] };
      },
    ],
    [
      'that is being rolled back',
      /is being changed/,
      (of) => {
        of.manifest = { release: RELEASE, restores: 'x', files: new Map(), pending: [] };
      },
    ],
    [
      'without a record, as a bucket without versions has none',
      /of which dev-site has no record/,
      (of) => {
        of.releases = [];
      },
    ],
    [
      'whose record was deleted',
      /of which dev-site has no record/,
      (of) => {
        of.record = undefined;
      },
    ],
    [
      'that was rolled back',
      /older than what was deployed last/,
      (of) => {
        of.releases.unshift(['ddddddd-00000000', '2026-11-28T12:00:00Z']);
      },
    ],
    [
      'of another commit than its deployment',
      /older than what was deployed last/,
      (of) => {
        of.record = { ...record, commit: 'e'.repeat(40) };
      },
    ],
    [
      'without an address',
      /dev has not verified c0ffee1-0a1b2c3d: it has no address/,
      (of) => {
        of.record = { ...record, url: undefined };
      },
    ],
    [
      'whose address serves something else',
      /https:\/\/dev\.test\/release\.json answers other/,
      (of) => {
        of.served = { ...of.served, text: '{"release":"other"}' };
      },
    ],
    [
      'whose address does not answer',
      /answers status 503/,
      (of) => {
        of.served = { status: 503, text: '', beginning: '' };
      },
    ],
    [
      'older than what the stage has',
      /v1 has b{40}, which is not part of/,
      (of) => {
        of.ancestors = false;
      },
    ],
  ])('is refused where it is one %s', async (_name, found, change) => {
    change(world);
    await expect(promoted()).rejects.toThrow(/The promotion of dev to v1 is refused/);
    await expect(promoted()).rejects.toThrow(found);
    await expect(promoted()).rejects.toThrow(/Nothing was changed/);
    expect(await promotionPreview(v1(), 'dev', 'release.json', world.ports)).toEqual({
      unavailable: expect.stringMatching(/^its files come from dev\. The promotion of dev to v1 is refused/),
    });
  });
});

describe('the checkout', () => {
  const at = async (kind: string, sha: string) => {
    const { run, ...rest } = v1();
    const { history } = world.ports.github;
    return await needsCheckout(
      { ...rest, event: { kind } as RunContext['event'], run: { ...run, sha } },
      await promoted(),
      history,
    );
  };

  test('is left where it is the release, and made of an earlier commit for a manual run alone', async () => {
    expect(await at('push', COMMIT)).toBe(false);
    expect(await at('manual', 'd'.repeat(40))).toBe(true);
  });

  test('of another commit is refused: whoever approved the run approved its commit', async () => {
    await expect(at('push', 'd'.repeat(40))).rejects.toThrow(
      /d{40} is checked out, and dev serves c0ffee1-0a1b2c3d of/,
    );
    await expect(at('release', 'd'.repeat(40))).rejects.toThrow(/is checked out/);
    const found = await promoted();
    world.ancestors = false;
    const { run, ...rest } = v1();
    const manual = { ...rest, event: { kind: 'manual' } as RunContext['event'], run: { ...run, sha: 'd'.repeat(40) } };
    await expect(needsCheckout(manual, found, world.ports.github.history)).rejects.toThrow(
      /Start the workflow on the default branch/,
    );
  });
});

describe('packages', () => {
  const of = (code: string) =>
    Buffer.from(packedFolder('api', [{ path: 'index.mjs', mode: 0o644, content: Buffer.from(code) }]).archive);
  const zip = of('one');
  const read = async (name: string, change: Partial<ReleaseRecord>, bytes: Buffer = zip) => {
    const source = { packages: () => ({ read: async () => bytes }) };
    const release = { ...(await promoted()), source, record: { ...record, ...change } } as unknown as PromotedRelease;
    return await promotedPackages(release, 'v1', {} as PackagePorts).sources.read(name, '');
  };

  test('are those of the release, by their bytes and under their keys', async () => {
    const { key, sha256 } = passedThrough('api', 'zip', zip);
    const backEnd = { packages: [{ name: 'api', key, sha256 }], functions: new Map() };
    expect(await read('api', { backEnd, artifacts: 'a' })).toMatchObject({ kind: 'archive', bytes: zip });
    const packedOtherwise = { ...backEnd, packages: [{ name: 'api', key, sha256: 'other' }] };
    await expect(read('api', { backEnd: packedOtherwise, artifacts: 'a' })).rejects.toThrow(/instead of other under/);
    await expect(read('other', { backEnd, artifacts: 'a' })).rejects.toThrow(/has no package "other"/);
    await expect(read('api', { backEnd })).rejects.toThrow(/has no package "api"/);
    await expect(read('api', {})).rejects.toThrow(/has no package "api"/);
    const elsewhere = { ...backEnd, packages: [{ name: 'api', key: 'api/other.zip', sha256 }] };
    await expect(read('api', { backEnd: elsewhere, artifacts: 'a' })).rejects.toThrow(/under api\/other\.zip in a/);
    await expect(read('api', { backEnd, artifacts: 'a' }, of('two'))).rejects.toThrow(/SHA-256 \S+ instead of/);
  });
});
