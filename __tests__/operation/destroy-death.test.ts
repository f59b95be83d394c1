import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { asError } from '../../src/errors.js';
import { bucketContents } from '../../src/gateways/s3/bucket-contents.js';
import { s3Connection } from '../../src/gateways/s3/connection.js';
import { type DestroyPorts, destroyOperation } from '../../src/operation/destroy.js';
import type { Memory } from '../../src/ports/deployments.js';
import { TerraformFailure } from '../../src/terraform/command/failure.js';
import { NO_SOURCES, plan, resource } from '../terraform/plan-maker.js';
import { DeployWorld } from './deploy-world.js';

// A destroy of two buckets, over HTTP, that dies after each of its requests, or is refused one of them. Nothing outside of the
// plan may be gone, and the next run ends what was begun.

const OWN = ['logs', 'site'];
const NEIGHBOURS = ['other-site', 'states'];

let cloud: LocalCloud;
let s3: S3Client;
afterEach(async () => {
  s3.destroy();
  await cloud.stop();
});

class Stage {
  /** What the state has: each is deleted by a request of its own, and then out of the state. */
  state = [...OWN];
  memory: Memory = { ended: { kind: 'deploy', sha: 'deployed' }, begun: [], beside: false };

  async destroy() {
    const world = new DeployWorld();
    world.backend = { type: 's3', config: { bucket: 'states' } };
    const { ports } = world;
    const terraform = {
      ...ports.terraform,
      plan: async () => {
        const resources = this.state.map((bucket) =>
          resource({
            type: 'aws_s3_bucket',
            address: `aws_s3_bucket.${bucket}`,
            actions: ['delete'],
            before: { bucket },
          }),
        );
        return { planFile: 'plan', json: plan({ resources }), text: '', diagnostics: [], sources: NO_SOURCES };
      },
      apply: async () => {
        for (const bucket of [...this.state]) await this.#deleteBucket(bucket);
      },
      resources: async () => this.state.map((bucket) => `aws_s3_bucket.${bucket}`),
      lineage: async () => 'lineage',
    };
    const buckets = bucketContents(s3Connection({ client: connection(), signal: new AbortController().signal }));
    const github = {
      ...ports.github,
      deployments: { ...ports.github.deployments, remembered: async () => this.memory },
    };
    const outcome = await destroyOperation(world.context, { ...ports, terraform, buckets, github } as DestroyPorts);
    if (outcome.result === 'succeeded')
      this.memory = { ended: { kind: 'destroy', sha: 'commit' }, begun: [], beside: false };
    else this.memory = { ...this.memory, begun: [{ kind: 'destroy', sha: 'commit' }, ...this.memory.begun] };
    return outcome;
  }

  async #deleteBucket(bucket: string): Promise<void> {
    try {
      await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    } catch (thrown) {
      const { name } = asError(thrown);
      if (name !== 'NoSuchBucket') {
        const said = { severity: 'error' as const, summary: name, detail: '' };
        throw new TerraformFailure('failed', { what: `deleting ${bucket}: ${name}` }, [said]);
      }
    }
    this.state = this.state.filter((one) => one !== bucket);
  }
}

function connection() {
  const credentials = { accessKeyId: 'AKIALOCALCLOUD', secretAccessKey: 'local' };
  return { region: 'us-east-1', endpoint: cloud.s3.url, credentials, maxAttempts: 1 };
}

async function fresh(): Promise<Stage> {
  cloud = await startCloud();
  s3 = new S3Client(connection());
  for (const name of [...OWN, ...NEIGHBOURS]) {
    const bucket = cloud.s3.store.createBucket(name);
    bucket.versioning = 'Enabled';
    for (const key of ['a', 'b/c', 'é +&%']) for (const body of ['1', '2']) bucket.put(key, body);
  }
  cloud.s3.store.bucket('states').put('prod.tfstate', '{}');
  return new Stage();
}

/** Every object of what is nobody's to delete. */
function neighbours(): string {
  return JSON.stringify(
    NEIGHBOURS.map((name) => {
      const bucket = cloud.s3.store.bucket(name);
      return ['a', 'b/c', 'é +&%', 'prod.tfstate'].map((key) => bucket.current(key)?.body.toString('utf8') ?? null);
    }),
  );
}

function left(): readonly string[] {
  return OWN.filter((name) => {
    try {
      return cloud.s3.store.bucket(name) !== undefined;
    } catch {
      return false;
    }
  });
}

const DYING = 'dies after';
const UNHEARD = 'dies before the answer to';
const REFUSED = 'is refused the request after';

/** Nothing is answered any more from request number `survived` on; or that one alone is refused. */
function fault(survived: number, how: string): () => void {
  const forever = { service: 's3', times: 9999, effect: { status: 403 } };
  if (how === REFUSED) return cloud.faults.add({ ...forever, nth: survived + 1, times: 1 });
  if (how === DYING) return cloud.faults.add({ ...forever, nth: survived + 1 });
  // What it asked for is done, and it never hears of it.
  const rules = [
    cloud.faults.add({ service: 's3', nth: survived + 1, effect: { reset: 'after' } }),
    cloud.faults.add({ ...forever, nth: survived + 2 }),
  ];
  return () => {
    for (const withdraw of rules) withdraw();
  };
}

test.each([DYING, UNHEARD, REFUSED])(
  'a destroy that %s each of its requests leaves what is not in its plan, and the next one ends it',
  async (how) => {
    const whole = await fresh();
    const untouched = neighbours();
    expect((await whole.destroy()).result).toBe('succeeded');
    const requests = cloud.journal.entries({ service: 's3' }).length;
    expect([left(), neighbours(), requests > 10]).toEqual([[], untouched, true]);
    for (let survived = 0; survived < requests; survived++) {
      s3.destroy();
      await cloud.stop();
      const stage = await fresh();
      const withdraw = fault(survived, how);
      const first = await stage.destroy();
      withdraw();
      const told = { survived, what: first.failure?.parts.what };
      expect({ ...told, neighbours: neighbours() }).toEqual({ ...told, neighbours: untouched });
      if (first.result !== 'succeeded') expect(first.failure?.parts.what).toMatch(/\S/);
      else expect({ ...told, left: left() }).toEqual({ ...told, left: [] });
      const second = await stage.destroy();
      const ended = { result: second.result, what: second.failure?.parts.what, left: left(), state: stage.state };
      expect({ ...told, ...ended }).toEqual({ ...told, result: 'succeeded', what: undefined, left: [], state: [] });
      expect({ ...told, neighbours: neighbours() }).toEqual({ ...told, neighbours: untouched });
    }
  },
);
