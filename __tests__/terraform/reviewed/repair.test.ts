import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSources } from '../../../src/gateways/terraform/read-sources.js';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import type { Plan } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { disagreements } from '../../../src/terraform/reviewed/both-ways.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../../src/terraform/reviewed/planned-changes.js';
import { decodeReviewed, encodeReviewed } from '../../../src/terraform/reviewed/record-codec.js';
import { fingerprintOfPlan, type ReviewedPlan } from '../../../src/terraform/reviewed/reviewed-change.js';
import { digestingOf, PLACE } from '../plan-maker.js';

const execute = promisify(execFile);

// A real Terraform with its built-in provider. A creation whose provisioner fails is left tainted.
const STACK = (options: { readonly size: number; readonly password: string }) => `
resource "terraform_data" "network" {
  input = "net-${options.size}"
}

resource "terraform_data" "server" {
  input = { network = terraform_data.network.id, size = ${options.size}, password = sensitive("${options.password}") }

  provisioner "local-exec" {
    command = "test -e capacity"
  }
}

resource "terraform_data" "alarm" {
  input = [terraform_data.server.id, "everyone", terraform_data.network.id]
}

output "server" {
  value = terraform_data.server.id
}
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'review-'));
  await writeFile(join(folder, 'cli.tfrc'), '');
  await configure({ size: 1, password: 'first' });
  await terraform('init', '-input=false');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function configure(options: Parameters<typeof STACK>[0]): Promise<void> {
  await writeFile(join(folder, 'main.tf'), STACK(options));
}

async function terraform(...args: string[]): Promise<string> {
  const { stdout } = await execute('terraform', [`-chdir=${folder}`, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'),
      CHECKPOINT_DISABLE: '1',
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

interface Made {
  readonly plan: Plan;
  readonly reviewed: ReviewedPlan;
  readonly fingerprint: string;
  readonly keyed: Planned;
  readonly plain: Planned;
}

async function makePlan(): Promise<Made> {
  await terraform('plan', '-input=false', '-out=plan');
  const plan = readPlan(JSON.parse(await terraform('show', '-json', 'plan')));
  const state = await terraform('state', 'pull');
  const lineage = state.trim() === '' ? undefined : (JSON.parse(state) as { lineage: string }).lineage;
  const volatile = { commits: ['a'.repeat(40)], runId: '1', workspacePath: folder };
  const planned = (key: string | undefined): Planned => {
    const { digesting } = digestingOf(plan, { volatile, ...(key === undefined ? {} : { lineage: key }) });
    const { tokenize, keyed } = digesting;
    const words = {
      text: (value: unknown) => tokenize(typeof value === 'string' ? value : JSON.stringify(value)),
      keyed: (text: string) => keyed?.(text) ?? 'sensitive',
    };
    const read = readSources({ repository: folder, directory: folder, inputFiles: [] });
    return { plan, slices: planSources(plan, read, { words, volatile: new Set() }).slices, digesting };
  };
  const keyed = planned(lineage);
  const reviewed = { ...reviewedChanges(keyed), place: PLACE, base: 'base' };
  return { plan, reviewed, fingerprint: fingerprintOfPlan(reviewed), keyed, plain: planned(undefined) };
}

function recorded({ fingerprint, reviewed }: Made): ReviewedPlan {
  return decodeReviewed(encodeReviewed(reviewed) ?? [], fingerprint);
}

function differences({ keyed, plain }: Made, reviewed: ReviewedPlan): readonly string[] {
  const planned = { keyed: plannedChanges(keyed), plain: plannedChanges(plain) };
  return disagreements(planned, [reviewed], { unfinishedDeploy: true }).map(
    ({ kind, action, address }) => `${kind}: ${action} ${address}`,
  );
}

describe('with a real Terraform', () => {
  test('the same change planned ten times has one fingerprint', async () => {
    const fingerprints = new Set<string>();
    for (let time = 1; time <= 10; time++) fingerprints.add((await makePlan()).fingerprint);
    expect(fingerprints.size).toBe(1);
  }, 180_000);

  test('a deploy that stopped half-way is repaired by what was reviewed before there was a state', async () => {
    const record = recorded(await makePlan());
    await expect(terraform('apply', '-input=false', 'plan')).rejects.toThrow('capacity');

    const again = await makePlan();
    expect(again.plan.resource_changes.find(({ name }) => name === 'server')?.action_reason).toBe(
      'replace_because_tainted',
    );
    expect(differences(again, record)).toEqual([]);

    await writeFile(join(folder, 'capacity'), '');
    await terraform('apply', '-input=false', 'plan');
    expect((await makePlan()).reviewed.changes).toEqual([]);
  });

  test('an update that stopped half-way is repaired, and another change beside it is refused', async () => {
    await writeFile(join(folder, 'capacity'), '');
    await terraform('apply', '-input=false', '-auto-approve');
    await configure({ size: 2, password: 'second' });
    const record = recorded(await makePlan());
    await rm(join(folder, 'capacity'));
    await terraform('taint', 'terraform_data.server');
    const forced = recorded(await makePlan());
    await expect(terraform('apply', '-input=false', 'plan')).rejects.toThrow('capacity');

    const again = await makePlan();
    expect(differences(again, forced)).toEqual([]);
    // What was reviewed was an update of the server in place.
    expect(differences(again, record)).toContain('not reviewed: delete-create terraform_data.server');

    await configure({ size: 3, password: 'second' });
    expect(differences(await makePlan(), forced)).not.toEqual([]);
  });

  test('another sensitive value is another plan, once there is a state', async () => {
    await writeFile(join(folder, 'capacity'), '');
    await terraform('apply', '-input=false', '-auto-approve');
    await configure({ size: 1, password: 'second' });
    const second = await makePlan();
    await configure({ size: 1, password: 'third' });
    expect((await makePlan()).fingerprint).not.toBe(second.fingerprint);
    expect(JSON.stringify(recorded(second))).not.toContain('second');
  });
});
