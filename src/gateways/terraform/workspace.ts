import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { initArguments, WORKSPACE_LIST_ARGUMENTS, workspaceArguments } from '../../terraform/command/arguments.js';
import { type CommandSettings, readCommand, runCommand } from './command.js';

/** Terraform merges files of this ending into the configuration after all others. */
export const OVERRIDE = 'well_managed_deployments_override.tf';

/** Settings with another workspace selected; without one, Terraform's own memory of the folder counts. */
export function inWorkspace(settings: CommandSettings, workspace: string | undefined): CommandSettings {
  const { TF_WORKSPACE: _, ...environment } = settings.environment;
  return {
    ...settings,
    environment: workspace === undefined ? environment : { ...environment, TF_WORKSPACE: workspace },
  };
}

/** Whether the backend has the workspace. Asks, and creates nothing: `init` would create the one in `TF_WORKSPACE`. */
export async function workspaceExists(settings: CommandSettings, workspace: string): Promise<boolean> {
  const listed = await readCommand(inWorkspace(settings, 'default'), WORKSPACE_LIST_ARGUMENTS);
  // Warnings may stand among them: a name has its marker, or two blanks.
  return listed.split('\n').some((line) => /^[* ] (\S+)\s*$/.exec(line)?.[1] === workspace);
}

export async function createWorkspace(settings: CommandSettings, workspace: string): Promise<void> {
  await runCommand(inWorkspace(settings, undefined), workspaceArguments('new', workspace), 'text');
}

/**
 * Runs `work` with an empty state on this machine in the place of the backend, for the plan of a workspace that does
 * not exist yet: a role that may only read can create none (the S3 backend locks and writes a state, whatever `-lock`
 * says). Providers and modules that `init` has fetched are used again; the folder's own `.terraform` is not touched.
 */
export async function withoutState<T>(
  settings: CommandSettings,
  locked: boolean,
  work: (local: CommandSettings) => Promise<T>,
): Promise<T> {
  const { directory, environment, scratch, workspace } = settings;
  const override = join(directory, OVERRIDE);
  const data = join(scratch, 'empty-state-data');
  const fetched = resolve(directory, environment.TF_DATA_DIR ?? '.terraform');
  await mkdir(data, { recursive: true });
  for (const folder of ['providers', 'modules']) await linkTo(join(fetched, folder), join(data, folder));
  const local = { ...settings, environment: { ...environment, TF_DATA_DIR: data } };
  await writeFile(override, localBackend(scratch), { flag: 'wx' });
  try {
    const init = initArguments({ backend: true, backendConfig: [], locked, reconfigure: true });
    await runCommand(inWorkspace(local, 'default'), init, 'text');
    await createWorkspace(local, workspace);
    return await work(inWorkspace(local, workspace));
  } finally {
    await rm(override, { force: true });
    await rm(data, { recursive: true, force: true });
  }
}

function localBackend(scratch: string): string {
  const quoted = (name: string) => JSON.stringify(join(scratch, name)).replaceAll('${', '$${').replaceAll('%{', '%%{');
  return [
    '# Written by the deployment action for one plan, and removed after it.',
    'terraform {',
    '  backend "local" {',
    `    path          = ${quoted('empty.tfstate')}`,
    `    workspace_dir = ${quoted('empty-workspaces')}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

async function linkTo(target: string, path: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await rm(path, { recursive: true, force: true });
  await symlink(target, path);
}
