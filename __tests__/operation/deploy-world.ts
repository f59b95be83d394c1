import type { DeployPorts } from '../../src/operation/deploy.js';
import type { DestroyPorts } from '../../src/operation/destroy.js';
import type { RunContext } from '../../src/operation/run/context.js';
import type { PlanReport } from '../../src/operation/run/outcome.js';
import type { ObjectVersion } from '../../src/ports/buckets.js';
import type { Memory, OpenedDeployment } from '../../src/ports/deployments.js';
import type { SitePorts, SiteRecord } from '../../src/ports/site.js';
import { LOCK_PATH } from '../../src/site/manifest.js';
import { TerraformFailure } from '../../src/terraform/command/failure.js';
import type { StateStore } from '../../src/terraform/destruction/standing-ground.js';
import { NO_SOURCES, plan, resource } from '../terraform/plan-maker.js';
import { contextOf } from './review/review-world.js';

type Ports = DeployPorts & DestroyPorts;
/** Of GitHub, parts of its parts. */
type PartOf<T> = { readonly [K in keyof T]?: K extends 'github' ? PartOf<T[K]> : Partial<T[K]> };

/** A stage that is deployed and destroyed in memory, and what was done to it, in order. */
export class DeployWorld {
  readonly done: string[] = [];
  /** How many of the next applies find their plan stale. */
  stale = 0;
  /** What is deployed: the newest commit, of which all others are ancestors. */
  deployed: string | undefined;
  /** What the state holds when it is looked at first; nothing after that. */
  resources = ['aws_thing.this'];
  memory: Memory = { ended: { kind: 'deploy', sha: 'deployed' }, begun: [], beside: false };
  /** What happens while Terraform plans. */
  whilePlanning: () => void = () => {};
  apply: () => Promise<void> = async () => {};
  finish: () => Promise<void> = async () => {};
  open: OpenedDeployment | undefined;
  /** Resource changes beside the one that every plan has. */
  deletes: readonly unknown[] = [];
  /** What the bucket holds that the plan deletes. */
  readonly versions: ObjectVersion[] = [];
  backend: StateStore = { type: 's3', config: { bucket: 'states', dynamodb_table: 'locks' } };
  role: string | undefined = 'shop-destroy';
  hiddenProvider: string | undefined;
  lock: SiteRecord | undefined;
  isCompleted: (run: string) => Promise<boolean> = async () => false;

  readonly context = {
    ...contextOf('commit', {
      protect: [],
      redact: [],
      applyPolicy: 'always',
      aws: {},
      confirmDestroy: 'octo/shop:dev',
    }),
    workspace: '/workspace',
    signal: new AbortController().signal,
  } as RunContext;

  readonly ports = {
    log: { info: () => {}, warning: () => {}, error: () => {}, group: async (_title, work) => await work() },
    aws: { signIn: async () => 'signed in', roleName: async () => this.role },
    redact: (text: string, planned?: PlanReport) => text.replaceAll(planned?.sensitiveValues[0] ?? 'sk_live_1', '***'),
    openDeployment: {
      save: (started) => {
        this.open = started;
      },
      read: () => this.open,
    },
    terraform: {
      init: async () => {},
      plan: async () => {
        this.done.push('plan');
        this.whilePlanning();
        const changes = [resource({ after: { size: 1 }, unknown: { id: true } }), ...this.deletes];
        return {
          planFile: `plan ${this.done.length}`,
          json: plan({ resources: changes }),
          text: '',
          diagnostics: [],
          sources: NO_SOURCES,
        };
      },
      apply: async (file) => {
        this.done.push(`apply ${file}`);
        if (this.stale-- > 0) throw new TerraformFailure('stale-plan', { what: 'Saved plan is stale' }, []);
        await this.apply();
      },
      display: async () => '',
      outputs: async () => ({}),
      resources: async () => this.resources.splice(0),
      lineage: async () => undefined,
      place: async () => 'here',
      ground: async () => ({
        backend: this.backend,
        ...(this.hiddenProvider === undefined ? {} : { hiddenProvider: this.hiddenProvider }),
      }),
    },
    github: {
      deployments: {
        lastSuccessful: async () => (this.deployed === undefined ? undefined : { sha: this.deployed, url: '' }),
        latest: async () => ({
          open: [],
          ...(this.deployed === undefined ? {} : { last: { sha: this.deployed, url: '' } }),
        }),
        remembered: async () => this.memory,
        applied: async () => {
          this.done.push('applied');
        },
        start: async ({ task, stage, destroys, runUrl }) => {
          this.done.push('start');
          return { id: 1, task, stage, destroys, runUrl };
        },
        finish: async (_started, { result, description }) => {
          this.done.push(`${result}: ${description}`);
          await this.finish();
        },
      },
      unsaved: { unsaved: async () => [], markUnsaved: async () => [], clearUnsaved: async () => {} },
      history: { isAncestor: async () => true },
      pulls: { mergedAs: async () => undefined },
    },
    buckets: {
      abortUploads: async () => 0,
      versions: async () => ({ versions: [...this.versions] }),
      retention: async () => undefined,
      remove: async (bucket) => {
        this.done.push(`empty ${bucket}`);
        this.versions.length = 0;
        return [];
      },
    },
    site: async () =>
      ({
        log: this.ports.log,
        runs: { isCompleted: async (id: string) => await this.isCompleted(id) },
        records: { read: async (key: string) => (key === LOCK_PATH ? this.lock : undefined) },
      }) as PartOf<SitePorts> as SitePorts,
  } as PartOf<Ports> as Ports;
}
