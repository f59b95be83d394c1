import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../../local/github/records.js';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure } from '../../local/sample-shop.js';

/** `show -json` of the real Terraform, with what its built-in provider cannot see: changes that others made. */
const REFRESHED = `#!/bin/bash
set -o pipefail
if [ "$1" = show ] && [ "$2" = -json ]; then
  terraform "$@" | node "$(dirname "$0")/refreshed.mjs"
else
  exec terraform "$@"
fi
`;
const ADD_DRIFT = `import { readFileSync } from 'node:fs';
const plan = JSON.parse(readFileSync(0, 'utf8'));
const drift = JSON.parse(readFileSync(new URL('drift.json', import.meta.url), 'utf8'));
process.stdout.write(JSON.stringify({ ...plan, resource_drift: [...(plan.resource_drift ?? []), ...drift] }));
`;
/** What one run asked GitHub to change. */
const WRITES = ['POST', 'PATCH', 'DELETE'];

/** The shop, deployed, whose drift is looked for. */
export class DriftStage {
  #outside: readonly unknown[] = [];

  private constructor(
    readonly rehearsal: Rehearsal,
    private readonly terraform: string,
  ) {}

  static async start(terraform = ''): Promise<DriftStage> {
    const rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform } });
    const binary = join(rehearsal.folder, 'terraform');
    await writeFile(binary, REFRESHED);
    await chmod(binary, 0o755);
    await writeFile(join(rehearsal.folder, 'refreshed.mjs'), ADD_DRIFT);
    await writeFile(join(rehearsal.folder, 'drift.json'), '[]');
    const stage = new DriftStage(rehearsal, binary);
    await stage.deploy();
    return stage;
  }

  async stop(): Promise<void> {
    await this.rehearsal.stop();
  }

  async deploy(): Promise<void> {
    const result = await this.rehearsal.deployed({ inputs: { 'apply-policy': 'always' } });
    if (result.exitCode !== 0) throw new Error(result.log);
  }

  /** Merges another size, and does not deploy it. */
  async merge(size: number): Promise<void> {
    const { shop } = this.rehearsal;
    await this.rehearsal.change(`size-${size}`, `Size ${size}`, shopInfrastructure({ ...shop, size }));
    await this.rehearsal.merge(this.rehearsal.open(`size-${size}`, `Size ${size}`));
  }

  /**
   * Somebody changes the size of the database by hand. A provider of a cloud sees it when it refreshes; the built-in one
   * has no cloud, so the state is edited, and its refresh is told by the binary above.
   */
  async changeOutside(size: number): Promise<void> {
    const bucket = this.rehearsal.cloud.s3.store.bucket(STATE_BUCKET);
    const state = JSON.parse(bucket.current('dev.tfstate')?.body.toString('utf8') ?? '');
    const resource = state.resources.find(({ name }: { name: string }) => name === 'database');
    const { attributes } = resource.instances[0];
    const before = this.#plain(attributes);
    attributes.input.value.size = size;
    attributes.output.value.size = size;
    bucket.put('dev.tfstate', JSON.stringify({ ...state, serial: state.serial + 1 }));
    const after = this.#plain(attributes);
    await this.#refreshFinds(before.input.size === after.input.size ? [] : [updated('database', before, after)]);
  }

  /** Somebody deletes or changes what nothing in the configuration asks for. */
  async changeIgnored(): Promise<void> {
    await this.#refreshFinds([...this.#outside, updated('queue', { label: 'a' }, { label: 'b' })]);
  }

  /** The state is what the cloud has again. */
  async undoOutside(): Promise<void> {
    await this.#refreshFinds([]);
  }

  async look(inputs: Readonly<Record<string, string>> = {}, token?: string): Promise<ActionResult> {
    return await this.rehearsal.scheduled({
      inputs: { 'terraform-binary': this.terraform, ...inputs },
      ...(token === undefined ? {} : { token }),
    });
  }

  /** The issues that say so by their marker and their author, open or closed. */
  issues(): readonly Issue[] {
    const ours = this.rehearsal.cloud.github.app('github-actions');
    return [...this.rehearsal.github.issues.values()].filter(
      ({ author, pull, body }) =>
        author === ours && pull === undefined && body.startsWith('<!-- well-managed-deployments drift '),
    );
  }

  /** Requests of one run that changed something on GitHub. */
  async writesOf(
    run: () => Promise<ActionResult>,
  ): Promise<{ readonly result: ActionResult; readonly writes: string[] }> {
    const { journal } = this.rehearsal.cloud;
    const before = journal.entries().length;
    const result = await run();
    const writes = journal
      .entries()
      .slice(before)
      .filter(({ service, method, path }) => service === 'github' && WRITES.includes(method) && path !== '/graphql')
      .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '')}`);
    return { result, writes };
  }

  async #refreshFinds(changes: readonly unknown[]): Promise<void> {
    this.#outside = changes;
    await writeFile(join(this.rehearsal.folder, 'drift.json'), JSON.stringify(changes));
  }

  /** Dynamic values stand in the state with their type, and in a plan without. */
  #plain(attributes: { id: string; input: { value: { size: number } }; output: { value: object } }) {
    const { id, input, output } = JSON.parse(JSON.stringify(attributes));
    return { id, input: input.value, output: output.value, triggers_replace: null };
  }
}

function updated(name: string, before: object, after: object): unknown {
  return {
    address: `terraform_data.${name}`,
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider_name: 'terraform.io/builtin/terraform',
    change: {
      actions: ['update'],
      before,
      after,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}
