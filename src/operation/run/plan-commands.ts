import { relative } from 'node:path';
import type { InfrastructureConfig } from '../../config/config.js';

/** Settings of a backend that say where the state is, and no secret. */
const SHOWN =
  /^(?:bucket|key|region|prefix|workspace_key_prefix|container_name|storage_account_name|path|dynamodb_table)=|=(?:true|false)$/;

/** The commands that make a plan again on another machine. Values that may be secret are left for the reader to fill in. */
export function planCommands(infrastructure: InfrastructureConfig | undefined): readonly string[] {
  if (infrastructure === undefined) return [];
  const { directory, varFiles, variables } = infrastructure;
  return [
    ...connectCommands(infrastructure),
    [
      `${programOf(infrastructure)} plan`,
      ...varFiles.map((file) => `-var-file=${quoted(from(directory, file))}`),
      ...[...variables.keys()].map((name) => `-var '${name}=...'`),
    ].join(' '),
  ];
}

/** One line that releases a lock from a fresh checkout, where nothing knows of the backend yet. */
export function unlockCommand(infrastructure: InfrastructureConfig, lockId: string): string {
  return [...connectCommands(infrastructure), `${programOf(infrastructure)} force-unlock ${lockId}`].join(' && ');
}

function connectCommands(infrastructure: InfrastructureConfig): readonly string[] {
  const { directory, workspace, backendConfig } = infrastructure;
  const program = programOf(infrastructure);
  const settings = backendConfig.map((setting) =>
    setting.includes('=') ? (SHOWN.test(setting) ? setting : `${setting.split('=')[0]}=...`) : from(directory, setting),
  );
  return [
    [`${program} init`, ...settings.map((setting) => `-backend-config=${quoted(setting)}`)].join(' '),
    ...(workspace === 'default' ? [] : [`${program} workspace select ${quoted(workspace)}`]),
  ];
}

function programOf({ binary, directory }: InfrastructureConfig): string {
  return `${binary.split('/').at(-1)} -chdir=${directory}`;
}

function from(directory: string, file: string): string {
  return relative(directory, file) || file;
}

function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
