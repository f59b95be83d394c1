import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../src/terraform/plan/json.js';
import {
  entriesOf,
  fingerprintOf,
  fingerprintPlan,
  HEAD,
  LINEAGE,
  plan,
  planContext,
  type ResourceOptions,
  resource,
} from '../plan-maker.js';

const bucket: ResourceOptions = {
  address: 'aws_s3_bucket.site',
  type: 'aws_s3_bucket',
  actions: ['update'],
  before: { id: 'shop-site', acl: 'private', tags: { team: 'web' }, rules: [{ days: 1 }, { days: 30 }] },
  after: { id: 'shop-site', acl: 'public-read', tags: { team: 'web' }, rules: [{ days: 7 }, { days: 30 }] },
};

const queue: ResourceOptions = {
  address: 'aws_sqs_queue.orders',
  type: 'aws_sqs_queue',
  after: { name: 'orders', delay: 5, policy: null },
  unknown: { arn: true, id: true },
};

const base = fingerprintOf([resource(bucket), resource(queue)]);

describe('a fingerprint is the same', () => {
  test('when resources come in another order', () => {
    expect(fingerprintOf([resource(queue), resource(bucket)])).toBe(base);
  });

  test('at another time, and with other drift', () => {
    const other = plan({
      resources: [resource(bucket), resource(queue)],
      drift: [resource({ ...bucket, before: { acl: 'x' }, after: { acl: 'y' } })],
      timestamp: '2027-01-01T00:00:00Z',
    });
    expect(fingerprintPlan(other, planContext(LINEAGE)).fingerprint).toBe(base);
  });

  test('when an attribute that stays has another value', () => {
    const lambda = (lastModified: string) =>
      fingerprintOf([
        resource({
          type: 'aws_lambda_function',
          actions: ['update'],
          before: { memory_size: 128, last_modified: lastModified },
          after: { memory_size: 256, last_modified: lastModified },
          unknown: { version: true },
        }),
      ]);
    expect(lambda('2026-01-01')).toBe(lambda('2026-02-02'));
  });

  test('when a newer provider adds attributes that are null', () => {
    const withNull = { ...queue, after: { name: 'orders', delay: 5, policy: null, fifo_throughput_limit: null } };
    expect(fingerprintOf([resource(bucket), resource(withNull)])).toBe(base);
  });

  test('when the id of the deleted object is the same and its other attributes are not', () => {
    const deletion = (size: number) =>
      fingerprintOf([resource({ actions: ['delete'], before: { id: 'i-1', size }, after: null })]);
    expect(deletion(1)).toBe(deletion(2));
  });

  test('with another commit, run, workspace, caller or plan time in a value', () => {
    const tagged = (commit: string, runId: string, workspacePath: string, caller: string, timestamp: string) =>
      fingerprintPlan(
        plan({
          resources: [
            resource({
              after: {
                commit,
                image: `shop:${commit.slice(0, 8)}`,
                run: `https://github.com/example/shop/actions/runs/${runId}`,
                template: `${workspacePath}/infra/user-data.sh`,
                policy: `{"Principal":"${caller}"}`,
                planned: timestamp,
              },
            }),
          ],
          timestamp,
        }),
        { volatile: { commits: [commit], runId, workspacePath, caller: [caller] }, lineage: LINEAGE },
      ).fingerprint;
    expect(
      tagged(
        HEAD,
        '17300000001',
        '/home/runner/work/shop/shop',
        'arn:aws:sts::1:assumed-role/plan/x',
        '2026-11-25T08:00:00Z',
      ),
    ).toBe(tagged('a'.repeat(40), '99', '/srv/a/shop', 'arn:aws:sts::1:assumed-role/deploy/x', '2026-11-26T09:00:00Z'));
  });

  test('when the commit of the last deployment stood there before', () => {
    const tagged = (old: string) =>
      fingerprintOf([
        resource({ actions: ['update'], before: { tags: { commit: old } }, after: { tags: { commit: HEAD } } }),
      ]);
    expect(tagged('b'.repeat(40))).toBe(tagged('c'.repeat(40)));
  });

  test('with another build of the same Lambda package', () => {
    const build = (digit: string) =>
      fingerprintOf([
        resource(bucket),
        resource({
          type: 'aws_lambda_function',
          actions: ['update'],
          before: {
            memory_size: 1,
            s3_bucket: 'artifacts',
            s3_key: `api/${'0'.repeat(64)}.zip`,
            source_code_hash: 'old',
            last_modified: 'x',
          },
          after: {
            memory_size: 2,
            s3_bucket: 'artifacts',
            s3_key: `api/${digit.repeat(64)}.zip`,
            source_code_hash: `new-${digit}`,
          },
          unknown: { version: true, last_modified: true },
        }),
        resource({ address: 'aws_other.x', after: { source: `s3://artifacts/api/${digit.repeat(64)}.zip` } }),
        resource({
          address: 'aws_other.y',
          after: { url: `https://artifacts.s3.eu-west-1.amazonaws.com/api/${digit.repeat(64)}.zip` },
        }),
      ]);
    expect(build('1')).toBe(build('2'));
  });
});

describe('a fingerprint is another one', () => {
  test('when a data source is read during the apply', () => {
    const read = resource({ address: 'data.aws_x.y', mode: 'data', actions: ['read'], after: { now: 'x' } });
    expect(fingerprintOf([resource(bucket), resource(queue), read])).not.toBe(base);
  });

  const changed: [string, ResourceOptions][] = [
    ['a new value', { ...bucket, after: { ...(bucket.after as object), acl: 'authenticated-read' } }],
    ['a nested value', { ...bucket, after: { ...(bucket.after as object), rules: [{ days: 8 }, { days: 30 }] } }],
    ['the order of a list', { ...bucket, after: { ...(bucket.after as object), rules: [{ days: 30 }, { days: 7 }] } }],
    ['an attribute more', { ...bucket, after: { ...(bucket.after as object), policy: '{}' } }],
    ['a list that becomes empty', { ...bucket, after: { ...(bucket.after as object), rules: [] } }],
    ['an unknown', { ...bucket, unknown: { acl: true } }],
    ['an unknown in a list', { ...bucket, unknown: { rules: [{ days: true }, {}] } }],
    ['the address', { ...bucket, address: 'aws_s3_bucket.sites' }],
    ['the type', { ...bucket, type: 'aws_s3_directory_bucket' }],
    ['the provider', { ...bucket, provider: 'registry.terraform.io/example/aws' }],
    ['a replacement', { ...bucket, actions: ['delete', 'create'] }],
    ['a move', { ...bucket, previousAddress: 'aws_s3_bucket.old' }],
    ['an import', { ...bucket, importing: 'shop-site' }],
    ['a number in place of its text', { ...bucket, after: { ...(bucket.after as object), acl: 1 } }],
  ];

  test.each(changed)('when it changes %s', (_what, options) => {
    expect(fingerprintOf([resource(options), resource(queue)])).not.toBe(base);
  });

  test.each([
    ['a creation loses an attribute', { ...queue, after: { name: 'orders', policy: null } }],
    ['an unknown of a creation is known', { ...queue, unknown: { arn: true } }],
    ['the order of a replacement changes', { ...queue, actions: ['create', 'delete'], before: { id: 'q' } }],
  ] as [string, ResourceOptions][])('when %s', (_what, options) => {
    const others = [
      fingerprintOf([resource(queue)]),
      fingerprintOf([resource({ ...queue, actions: ['delete', 'create'], before: { id: 'q' } })]),
    ];
    expect(others).not.toContain(fingerprintOf([resource(options)]));
  });

  test('when another object is deleted', () => {
    const deletion = (id: string) => fingerprintOf([resource({ actions: ['delete'], before: { id }, after: null })]);
    expect(deletion('i-1')).not.toBe(deletion('i-2'));
  });

  test('when a function runs another package', () => {
    const running = (name: string) =>
      fingerprintOf([
        resource({
          type: 'aws_lambda_function',
          after: { s3_bucket: 'artifacts', s3_key: `${name}/${'1'.repeat(64)}.zip` },
        }),
      ]);
    expect(running('api')).not.toBe(running('admin'));
  });

  test('when a function runs what lies under a key that is not a package of ours', () => {
    const running = (key: string) =>
      fingerprintOf([
        resource({
          type: 'aws_lambda_function',
          actions: ['update'],
          before: { s3_bucket: 'artifacts', s3_key: `api/${'1'.repeat(64)}.zip` },
          after: { s3_bucket: 'artifacts', s3_key: key },
        }),
      ]);
    const keys = [
      'release-1.zip',
      'release-2.zip',
      `api/${'1'.repeat(63)}.zip`,
      `../api/${'2'.repeat(64)}.zip`,
      `theirs/${'2'.repeat(64)}.zip`,
      `theirs/${'3'.repeat(64)}.zip`,
    ];
    expect(new Set(keys.map(running)).size).toBe(keys.length);
  });

  test.each([
    ['lies elsewhere', 'https://example.com/api/'],
    ['has a name that is not packed here', 'https://artifacts.s3.amazonaws.com/theirs/'],
    ['lies in a bucket whose name ends like ours', 's3://not-artifacts/api/'],
    ['lies deeper in our bucket', 's3://artifacts/old/api/'],
  ])('when a machine downloads another archive that %s', (_what, place) => {
    const downloading = (digit: string) =>
      fingerprintOf([resource({ after: { user_data: `curl ${place}${digit.repeat(64)}.zip` } })]);
    expect(downloading('1')).not.toBe(downloading('2'));
  });

  test('when a port is taken for the id of a young server, and not when a run is named', () => {
    const on = (runId: string, after: Json) =>
      fingerprintPlan(plan({ resources: [resource({ after: { after } })] }), {
        ...planContext(LINEAGE),
        volatile: { commits: [], runId, workspacePath: '' },
      }).fingerprint;
    expect(on('9001', 9001)).not.toBe(on('9002', 9002));
    const run = (id: string) => on(id, `https://github.example/shop/actions/runs/${id}`);
    expect(run('9001')).toBe(run('9002'));
  });

  test('when a variable that differs in each run stands beside another text', () => {
    const on = (value: string, text: string) =>
      fingerprintPlan(plan({ resources: [resource({ after: { text } })] }), {
        ...planContext(LINEAGE),
        volatile: { commits: [], runId: '', workspacePath: '', variables: [['token', value]] },
      }).fingerprint;
    expect(on('token-one', 'Bearer token-one')).toBe(on('token-two', 'Bearer token-two'));
    expect(on('token-one', 'Bearer token-one')).not.toBe(on('token-two', 'Basic token-two'));
    expect(on('80', 'port 80')).not.toBe(on('81', 'port 81'));
  });

  test('when an output is set to another value, disappears, or is not known', () => {
    const output = (change: Record<string, Json>) =>
      fingerprintPlan(plan({ outputs: { url: { actions: ['update'], before: 'a', ...change } } }), planContext(LINEAGE))
        .fingerprint;
    const all = [
      output({ after: 'b', after_unknown: false }),
      output({ after: 'c', after_unknown: false }),
      output({ after: null, after_unknown: true }),
      output({ actions: ['delete'], after: null, after_unknown: false }),
      output({ actions: ['no-op'], after: 'a', after_unknown: false }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('when an action is invoked, with other configuration, or a change is deferred', () => {
    const invoked = (config: Json) => ({
      address: 'action.aws_lambda_invoke.warm',
      type: 'aws_lambda_invoke',
      name: 'warm',
      config_values: config,
      lifecycle_action_trigger: { triggering_resource_address: 'aws_x.y' },
    });
    const all = [
      plan({}),
      plan({ invocations: [invoked({ payload: '1' })] }),
      plan({ invocations: [invoked({ payload: '2' })] }),
      plan({ deferred: [{ reason: 'provider_config_unknown', resource_change: resource(queue) }] }),
      plan({ resources: [resource(queue)] }),
    ].map((each) => fingerprintPlan(each, planContext(LINEAGE)).fingerprint);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('sensitive values', () => {
  const secret = (value: string): ResourceOptions => ({
    after: { name: 'db', password: value },
    afterSensitive: { password: true },
  });

  test('enter under a key where there is a state', () => {
    expect(fingerprintOf([resource(secret('hunter2'))])).not.toBe(fingerprintOf([resource(secret('hunter3'))]));
  });

  test('enter as a constant where there is none', () => {
    const context = planContext();
    expect(fingerprintOf([resource(secret('hunter2'))], context)).toBe(
      fingerprintOf([resource(secret('hunter3'))], context),
    );
    expect(fingerprintOf([resource(secret('hunter2'))], context)).not.toBe(
      fingerprintOf([resource({ after: { name: 'db', password: 'hunter2' } })], context),
    );
  });

  test('are keyed by the lineage of the state', () => {
    const other = planContext('another-lineage');
    expect(fingerprintOf([resource(secret('hunter2'))])).not.toBe(fingerprintOf([resource(secret('hunter2'))], other));
    expect(fingerprintOf([resource(queue)])).toBe(fingerprintOf([resource(queue)], other));
  });

  test('enter as an id under the key too', () => {
    const gone = (id: string): ResourceOptions => ({
      actions: ['delete'],
      before: { id },
      after: null,
      beforeSensitive: { id: true },
    });
    expect(entriesOf([resource(gone('hunter2'))])).not.toEqual(entriesOf([resource(gone('hunter3'))]));
    expect(entriesOf([resource(gone('hunter2'))], 'other')).not.toEqual(entriesOf([resource(gone('hunter2'))]));
    expect(fingerprintOf([resource(gone('hunter2'))], planContext())).toBe(
      fingerprintOf([resource(gone('hunter3'))], planContext()),
    );
  });

  test('stand nowhere in the entries, nor does any other value', () => {
    const written = JSON.stringify(entriesOf([resource(secret('hunter2')), resource(bucket)]));
    expect(written).not.toContain('hunter2');
    expect(written).not.toContain('public-read');
    expect(written).not.toContain('shop-site');
  });

  test('change even where all of them look alike', () => {
    const rotated: ResourceOptions = {
      actions: ['update'],
      before: { password: 'a' },
      after: { password: 'b' },
      beforeSensitive: { password: true },
      afterSensitive: { password: true },
    };
    expect(entriesOf([resource(rotated)], '')).toHaveLength(1);
  });
});

describe('a plan that only', () => {
  test('changes packages has no entries', () => {
    const code = resource({
      type: 'aws_lambda_function',
      actions: ['update'],
      before: { s3_bucket: 'artifacts', s3_key: `api/${'0'.repeat(64)}.zip`, source_code_hash: 'a', version: '1' },
      after: { s3_bucket: 'artifacts', s3_key: `api/${'1'.repeat(64)}.zip`, source_code_hash: 'b' },
      unknown: { version: true, last_modified: true, code_sha256: true },
    });
    expect(entriesOf([code])).toEqual([]);
  });

  test.each([
    ['another key', { after: { s3_key: 'release-2.zip' } }],
    ['a key that is not known yet', { after: { s3_bucket: 'artifacts' }, unknown: { s3_key: true } }],
    ['another version of an object', { after: { s3_key: 'release-1.zip', s3_object_version: '2' } }],
    ['an object whose hash is another one', { after: { s3_key: 'release-1.zip', source_code_hash: 'b' } }],
  ])('gives a function code from %s has an entry', (_what, change) => {
    const before = { s3_key: 'release-1.zip', source_code_hash: 'a' };
    expect(entriesOf([resource({ type: 'aws_lambda_function', actions: ['update'], before, ...change })])).toHaveLength(
      1,
    );
  });

  test('does nothing has no entries', () => {
    expect(entriesOf([resource({ actions: ['no-op'], before: { a: 1 }, after: { a: 1 } })])).toEqual([]);
  });
});

describe('of any plan', () => {
  const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const attributes = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), json, { minKeys: 1, maxKeys: 5 });
  const word = fc.string({ minLength: 1, maxLength: 8 });

  test('the fingerprint does not depend on the order of resources or of keys', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, attributes), { maxLength: 6 }), (made) => {
        const resources = made.map(([name, after]) => resource({ address: `a.${name}`, after }));
        const turned = made
          .map(([name, after]) =>
            resource({ address: `a.${name}`, after: Object.fromEntries(Object.entries(after).reverse()) }),
          )
          .reverse();
        expect(fingerprintOf(turned)).toBe(fingerprintOf(resources));
      }),
    );
  });

  test('setting one attribute to another value gives another fingerprint', () => {
    fc.assert(
      fc.property(attributes, word, fc.tuple(json, json), (after, name, [one, other]) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other) && one !== null && other !== null);
        fc.pre(!(typeof one === 'number' && typeof other === 'number' && Object.is(one, -other)));
        const withValue = (value: Json) => fingerprintOf([resource({ after: { ...after, [name]: value } })]);
        fc.pre(!onlyNullsApart(one, other));
        expect(withValue(one)).not.toBe(withValue(other));
      }),
    );
  });

  /** `{ a: null }` sets no more than `{ b: null }`, and keys have no order. */
  function onlyNullsApart(one: Json, other: Json): boolean {
    const set = (value: Json): unknown => {
      if (Array.isArray(value)) return value.map(set);
      if (typeof value !== 'object' || value === null) return value;
      const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
      return kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, set(inner as Json)]);
    };
    return JSON.stringify(set(one)) === JSON.stringify(set(other)) || JSON.stringify([one, other]).includes('null');
  }
});
