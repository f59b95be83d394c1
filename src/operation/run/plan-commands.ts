import { relative } from 'node:path';
import type { InfrastructureConfig } from '../../config/config.js';
import { shellWord } from './shell-word.js';

/** Settings of a backend that say where the state is, and no secret. */
const SHOWN =
  /^(?:bucket|key|region|prefix|workspace_key_prefix|container_name|storage_account_name|path|dynamodb_table)=|=(?:true|false)$/;

const TAKES_VARIABLES = /^(?:plan|destroy)\b/;

/** The commands that make a plan again on another machine. Values that may be secret are left for the reader to fill in. */
export function planCommands(infrastructure: InfrastructureConfig | undefined): readonly string[] {
  if (infrastructure === undefined) return [];
  return [...connectCommands(infrastructure), inFolder(infrastructure, 'plan')];
}

/** One line that runs a command of Terraform in a fresh checkout, where nothing knows of the backend yet. */
export function connectedLine(infrastructure: InfrastructureConfig, command: string): string {
  return [...connectCommands(infrastructure), inFolder(infrastructure, command)].join(' && ');
}

function inFolder(infrastructure: InfrastructureConfig, command: string): string {
  const line = `${programOf(infrastructure)} ${command}`;
  if (!TAKES_VARIABLES.test(command)) return line;
  const { directory, varFiles, variables } = infrastructure;
  return [
    line,
    ...varFiles.map((file) => `-var-file=${shellWord(from(directory, file))}`),
    ...[...variables.keys()].map((name) => `-var '${name}=...'`),
  ].join(' ');
}

function connectCommands(infrastructure: InfrastructureConfig): readonly string[] {
  const { directory, workspace, backendConfig } = infrastructure;
  const program = programOf(infrastructure);
  const settings = backendConfig.map((setting) =>
    setting.includes('=') ? (SHOWN.test(setting) ? setting : `${setting.split('=')[0]}=...`) : from(directory, setting),
  );
  return [
    [`${program} init`, ...settings.map((setting) => `-backend-config=${shellWord(setting)}`)].join(' '),
    ...(workspace === 'default' ? [] : [`${program} workspace select ${shellWord(workspace)}`]),
  ];
}

function programOf({ binary, directory }: InfrastructureConfig): string {
  return `${binary.split('/').at(-1)} -chdir=${shellWord(directory)}`;
}

function from(directory: string, file: string): string {
  return relative(directory, file) || file;
}
