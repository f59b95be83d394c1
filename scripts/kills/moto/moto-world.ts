import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MotoCloud, startMotoCloud } from '../../../local/moto/moto-cloud.js';
import { Rehearsal, STATE_BUCKET } from '../../../local/rehearsal.js';
import { cliConfiguration } from '../../cloud/tools.js';
import { FIRST, type Scenario } from '../../faults/scenarios.js';
import type { OtherCloud } from '../../faults/world.js';
import { imported } from '../next-runs.js';
import { Buckets } from './buckets.js';
import { deleted, type Standing, standing, TYPES } from './standing.js';
import { MOTO_USES, stack } from './uses.js';

const BLOCK = /import \{\n\s*to = (\S+)\n\s*id = "([^"]*)"[^\n]*\n\s*\}/g;
const SUCCESSOR = /# (\S+): the state has .+? Delete the new one in AWS, (?:"(.*?)"|if there is one)/g;

/** The emulator, with the real AWS provider: what is made there has ids of AWS's kind, and can be made twice. */
export class MotoWorld implements OtherCloud {
  readonly scenarios = MOTO_USES;
  #standing: readonly Standing[] = [];
  #requests = 0;

  private constructor(
    private readonly moto: MotoCloud,
    private readonly buckets: Buckets,
    private readonly folder: string,
  ) {}

  static async start(providers: string): Promise<MotoWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'kills-moto-'));
    await writeFile(join(folder, 'cli.tfrc'), cliConfiguration(providers));
    const moto = await startMotoCloud();
    return new MotoWorld(moto, new Buckets(moto.url), folder);
  }

  async start(project: string): Promise<Rehearsal> {
    await this.moto.settled();
    await fetch(`${this.moto.url}/moto-api/reset`, { method: 'POST' });
    const distribution = await this.buckets.make();
    const services = ['', '_S3', '_STS', '_CLOUDFRONT'];
    return await Rehearsal.start({
      project,
      // Nobody serves what CloudFront would.
      shop: { terraform: stack('one'), distribution, url: 'http://shop.invalid' },
      site: { headline: FIRST },
      runs: {
        inputs: { 'verify-timeout': '0' },
        environment: {
          TF_CLI_CONFIG_FILE: join(this.folder, 'cli.tfrc'),
          AWS_EC2_METADATA_DISABLED: 'true',
          ...Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL${name}`, this.moto.url])),
        },
      },
    });
  }

  count(nth: number, come: () => void): void {
    this.#requests = 0;
    this.moto.onArrival(() => {
      this.#requests++;
      if (this.#requests === nth) come();
    });
  }

  counted(): number {
    return this.#requests;
  }

  freeze(): void {
    this.moto.signal('SIGSTOP');
  }

  thaw(): void {
    this.moto.signal('SIGCONT');
    this.moto.onArrival(() => {});
  }

  async look(rehearsal: Rehearsal): Promise<void> {
    await this.moto.settled();
    await this.buckets.copy(rehearsal);
    this.#standing = await standing(this.moto.url);
    const lines = this.#standing.map(({ type, id }) => `${type} ${id}\n`);
    if (lines.length > 0) await writeFile(join(rehearsal.folder, 'made'), lines.join(''));
    else await rm(join(rehearsal.folder, 'made'), { force: true });
  }

  unexpected(rehearsal: Rehearsal, scenario: Scenario): readonly string[] {
    const wrong: string[] = [];
    const inState = idsIn(rehearsal);
    const isGone = scenario.live === undefined;
    for (const type of TYPES) {
      const there = this.#standing.filter((one) => one.type === type).map(({ id }) => id);
      if (there.length !== (isGone ? 0 : 1)) wrong.push(`in the end there are ${there.length} ${type}: ${there}`);
      const known = inState.filter((one) => one.type === type).map(({ id }) => id);
      if (known.join() !== there.join()) wrong.push(`in the end the state has ${known} for ${type}: ${there}`);
    }
    return wrong;
  }

  async byHand(rehearsal: Rehearsal, printed: string, lost: readonly string[]): Promise<string | undefined> {
    const wanted = (to = '', id = 'ID') =>
      this.#standing.find(
        (one) => one.type === to.split('.').at(-2) && lost.includes(one.id) && (id === 'ID' || id === one.id),
      );
    const done: string[] = [];
    for (const [, address, id] of printed.matchAll(SUCCESSOR)) {
      const found = wanted(address, id);
      if (found === undefined) continue;
      await deleted(this.moto.url, found);
      done.push('the new one deleted');
    }
    const ids = new Map<string, string>();
    for (const [, to = '', id] of printed.matchAll(BLOCK)) {
      const found = wanted(to, id);
      if (found !== undefined) ids.set(to, found.id);
    }
    // The same again would mend nothing.
    if (ids.size > 0 && (await imported(rehearsal, ids))) done.push('import blocks');
    return done.length > 0 ? done.join(', ') : undefined;
  }

  async stop(): Promise<void> {
    this.buckets.stop();
    await this.moto.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Of the newest state, with what is deposed. */
function idsIn({ cloud }: Rehearsal): readonly Standing[] {
  const text = cloud.s3.store.bucket(STATE_BUCKET).current('dev.tfstate')?.body.toString() ?? '{}';
  const { resources = [] } = JSON.parse(text) as {
    readonly resources?: readonly {
      readonly type: string;
      readonly instances: readonly { readonly attributes: { readonly id: string } }[];
    }[];
  };
  return resources.flatMap(({ type, instances }) => instances.map(({ attributes }) => ({ type, id: attributes.id })));
}
