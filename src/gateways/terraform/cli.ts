import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type {
  Applier,
  DestroyGround,
  Display,
  LockedState,
  OfflineChecks,
  PlannedFiles,
  Planner,
  PlanRequest,
  Stack,
  StateIdentity,
  StateReader,
} from '../../ports/terraform.js';
import * as given from '../../terraform/command/arguments.js';
import { lockProvidersLine } from '../../terraform/command/lock-file.js';
import { madeBy } from '../../terraform/command/made-resources.js';
import { isOutputs, parseOutputs, sensitiveTexts } from '../../terraform/command/output-json.js';
import type { ReadSources } from '../../terraform/configuration/plan-sources.js';
import { stateLocation } from '../../terraform/configuration/state-location.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { sensitiveValues } from '../../terraform/plan/sensitive.js';
import type { ApplyEvent } from '../../terraform/stream/applied-changes.js';
import { machineRead } from './answers/machine.js';
import { savedState } from './answers/saved-state.js';
import { shown, shownPlan, shownText } from './answers/shown-plan.js';
import { destroyGround, lineageOf, resourcesOf } from './answers/state.js';
import { type StateBeside, stateBeside } from './answers/state-beside.js';
import { checkOffline } from './checks.js';
import { type CommandSettings, readCommand, runCommand } from './command.js';
import { hasEphemeralVariables, notInPlan, requireStage } from './environment.js';
import type { TerraformOptions } from './options.js';
import { type Prepared, prepare } from './prepare.js';
import { readSources } from './read-sources.js';
import { heldLock, releaseLock } from './state-lock.js';
import { createWorkspace, inWorkspace, withoutState, workspaceExists } from './workspace.js';

export type Terraform = Planner &
  Applier &
  Display &
  Stack &
  OfflineChecks &
  StateIdentity &
  StateReader &
  DestroyGround &
  LockedState;

/** Connects a root module by Terraform's own command line. Nothing is started before the first call. */
export function connectTerraform(options: TerraformOptions): Terraform {
  const { directory, workspace, lockTimeout, varFiles, log } = options;
  let preparing: Promise<Prepared> | undefined;
  /** Known after `init`: the backend does not have the workspace. */
  let absent = false;
  /** Saved plans that have to be given their variables again. */
  const incomplete = new Map<string, ReadonlyMap<string, string>>();
  /** Saved plans that change something: the others have no text. */
  const changing = new Set<string>();
  /**
   * Of the state that the newest plan was made from. Each further command that reads it checks every provider again, which
   * takes half a second with a large one.
   */
  let beside: StateBeside | undefined;
  /** That plan waited for the lock: the state may be another one than was read beside it. */
  let waited = false;

  const prepared = async () => {
    preparing ??= prepare(options);
    return await preparing;
  };
  /** The settings for everything after `init`: each command is told the workspace. */
  const selected = async () => {
    const { base, workspace: named } = await prepared();
    return inWorkspace(base, named);
  };
  const locked = () => existsSync(join(directory, '.terraform.lock.hcl'));

  return {
    async init() {
      const { base, workspace: named } = await prepared();
      const init = given.initArguments({
        backend: true,
        backendConfig: options.backendConfig,
        locked: locked(),
        // What an earlier run in this folder was connected to says nothing about this one.
        reconfigure: true,
      });
      // In `TF_WORKSPACE` the name of a workspace that is not there would create it.
      const wasLocked = locked();
      await runCommand(inWorkspace(base, named === undefined ? undefined : 'default'), init, 'text');
      if (!wasLocked && locked()) log.warning(unlocked(base.binary, relative(process.cwd(), directory) || '.'));
      absent = workspace !== 'default' && !(await workspaceExists(base, workspace));
    },

    async plan(request) {
      const { lock } = request;
      const { base } = await prepared();
      if (absent && lock) {
        await createWorkspace(base, workspace);
        absent = false;
      }
      if (!absent) {
        const settings = await selected();
        beside = stateBeside(settings, ({ marked, named }) => {
          for (const secret of marked) options.mask(secret);
          for (const one of named) options.suspect(...one);
        });
        waited = lock;
        const secretsKnown = beside.then(() => {});
        return { ...(await planned({ ...settings, secretsKnown }, request)), sources: await sources() };
      }
      log.info(
        `The workspace "${workspace}" does not exist yet: planned against an empty state. The deploy creates it.`,
      );
      const files = await withoutState(base, locked(), (local) => planned(local, request));
      return { ...files, sources: await sources() };
    },

    async apply(planFile, changed) {
      const variables = incomplete.get(planFile);
      const again = variables === undefined ? undefined : { varFiles, variables };
      beside = undefined;
      const settings = await selected();
      const steps: ApplyEvent[] = [];
      await runCommand(settings, given.applyArguments(planFile, lockTimeout, again), 'stream', (event) => {
        steps.push(event);
        changed?.(event);
      });
      const made = madeBy(steps);
      if (made.length === 0) return;
      const state = await savedState(settings, made);
      beside = Promise.resolve(state);
      waited = false;
    },

    async display(planFile) {
      return changing.has(planFile) ? await shownText(await selected(), planFile) : '';
    },

    async outputs() {
      if (absent) return {};
      const settings = await selected();
      const text = await readCommand(settings, given.OUTPUT_ARGUMENTS);
      const outputs = parseOutputs(text);
      for (const secret of sensitiveTexts(outputs)) options.mask(secret);
      machineRead(settings, 'output', text, isOutputs);
      return outputs;
    },

    async resources() {
      if (absent) return [];
      const read = waited ? undefined : await beside;
      return read?.resources ?? (await resourcesOf(await selected()));
    },

    async state() {
      if (absent) return {};
      const settings = await selected();
      return shown(settings, await readCommand(settings, given.SHOW_STATE_ARGUMENTS), 'state');
    },

    async lineage() {
      if (absent) return undefined;
      const read = await beside;
      // A state that began while this run waited for the lock was not there when it was read.
      const isKnown = read !== undefined && (read.lineage !== undefined || !waited);
      return isKnown ? read.lineage : await lineageOf(await selected());
    },

    async place() {
      return stateLocation({ backend: destroyGround((await prepared()).base).backend }).digest;
    },

    async ground() {
      return destroyGround((await prepared()).base);
    },

    async lock() {
      return absent ? undefined : await heldLock(await selected());
    },

    async unlock(id) {
      await releaseLock(await selected(), id);
    },

    async check() {
      const { base } = await prepared();
      return await checkOffline(base, locked());
    },
  };

  /** Read when the plan is made: what it puts in the folder for a workspace that is not there is gone by then. */
  async function sources(): Promise<ReadSources> {
    const { base } = await prepared();
    const { TF_DATA_DIR: dataDirectory } = base.environment;
    const inputFiles = [...varFiles, ...options.backendConfig.filter((setting) => !setting.includes('='))];
    return readSources({
      repository: options.repository,
      directory,
      inputFiles,
      dataDirectory,
    });
  }

  async function planned(settings: CommandSettings, planning: PlanRequest): Promise<Omit<PlannedFiles, 'sources'>> {
    const { destroy, lock } = planning;
    const variables = new Map([...options.variables, ...(planning.variables ?? [])]);
    const planFile = join(settings.scratch, `${destroy ? 'destroy' : 'deploy'}.tfplan`);
    // Terraform keeps the mode of a file that is there.
    await writeFile(planFile, '', { mode: 0o600 });
    const request = given.planArguments({ planFile, destroy, lock, lockTimeout, varFiles, variables });
    const { diagnostics, planned, meaning } = await runCommand(settings, request, 'stream');
    if (meaning === 'changes') changing.add(planFile);
    else changing.delete(planFile);
    const saved = { planFile, planned, withText: meaning === 'changes' && planning.withoutText !== true };
    // Before anything else is printed: an apply's messages may quote them.
    const { json, text } = await shownPlan(settings, saved, (read) =>
      options.planRead([...sensitiveValues(readPlan(read)), ...notInPlan(read, variables, settings.environment)]),
    );
    requireStage(json, options);
    if (hasEphemeralVariables(json)) incomplete.set(planFile, variables);
    return { planFile, json, text, diagnostics };
  }
}

/** Providers without a lock file: the plan that is reviewed and the one that is applied may be of two versions. */
function unlocked(binary: string, directory: string): string {
  return `${directory} has no .terraform.lock.hcl, so each run may take newer providers, and a merge may be refused for it. Commit the file that this makes: ${lockProvidersLine(binary, directory, 'linux_amd64')}`;
}
