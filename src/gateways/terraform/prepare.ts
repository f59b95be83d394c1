import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isVersion, parseVersion } from '../../terraform/command/versions.js';
import { plansIn } from '../runner/run-files.js';
import { actionsSecrets } from '../runner/secret-register.js';
import { machineRead } from './answers/machine.js';
import { type CommandSettings, readableName } from './command.js';
import { EarlyVariables } from './early-variables.js';
import { settledEnvironment } from './environment.js';
import { programOf } from './install/program.js';
import { LeftForPost } from './left-for-post.js';
import type { TerraformOptions } from './options.js';
import { requireOwnState } from './require-own-state.js';
import { helpOf, runShort } from './short.js';

export interface Prepared {
  readonly base: CommandSettings;
  /** What `TF_WORKSPACE` has to be; `undefined` where Terraform would choose `default` by itself. */
  readonly workspace: string | undefined;
}

/** Everything that has to be known before the first command: which binary, which version, where its outputs go. */
export async function prepare(options: TerraformOptions): Promise<Prepared> {
  const { directory, workspace, log, signal, runState } = options;
  await requireOwnState(directory);
  const program = await programOf(options);
  const binary = readableName(program);
  const environment = settledEnvironment(options, log);
  const { stdout, stderr } = await runShort(program, 'version', { directory, environment });
  const said = stdout.trim() === '' ? stderr : stdout;
  const { version, platform } = parseVersion(actionsSecrets.redact(said), binary);
  machineRead({ binary, version, log }, 'version', said, isVersion);
  log.info(`${binary} ${version} (${platform}) at ${program}`);
  // Terraform reports a plugin cache that is not there as an error.
  if (environment.TF_PLUGIN_CACHE_DIR) await mkdir(environment.TF_PLUGIN_CACHE_DIR, { recursive: true });
  // Plans hold sensitive values in clear: a folder of its own, which only this user may enter.
  const plans = plansIn(options.temporaryDirectory);
  await mkdir(plans, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(plans, 'terraform-'));
  const early = new EarlyVariables(options, (words) => helpOf(program, words, { directory, environment }));
  const remembered = await rememberedWorkspace(resolve(directory, environment.TF_DATA_DIR ?? '.terraform'));
  return {
    base: {
      program,
      binary,
      version,
      platform,
      directory,
      workspace,
      environment,
      scratch,
      log,
      signal,
      left: new LeftForPost(runState, log),
      early,
      connectedLine: options.connectedLine,
    },
    workspace: workspace === 'default' && remembered === 'default' ? undefined : workspace,
  };
}

/** `workspace select` leaves its choice in the folder; a folder that an earlier job used may remember another one. */
async function rememberedWorkspace(data: string): Promise<string> {
  try {
    return (await readFile(join(data, 'environment'), 'utf8')).trim() || 'default';
  } catch {
    return 'default';
  }
}
