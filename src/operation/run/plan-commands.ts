import { relative } from 'node:path';
import type { InfrastructureConfig } from '../../config/config.js';

/** Settings of a backend that say where the state is, and no secret. */
const SHOWN = /^(?:bucket|key|region|prefix|workspace_key_prefix|container_name|storage_account_name|path)=/;

/** The commands that make a plan again on another machine. Values that may be secret are left for the reader to fill in. */
export function planCommands(infrastructure: InfrastructureConfig | undefined): readonly string[] {
  if (infrastructure === undefined) return [];
  const { directory, workspace, backendConfig, varFiles, variables, binary } = infrastructure;
  const program = `${binary.split('/').at(-1)} -chdir=${directory}`;
  const from = (file: string) => relative(directory, file) || file;
  const settings = backendConfig.map((setting) =>
    setting.includes('=') ? (SHOWN.test(setting) ? setting : `${setting.split('=')[0]}=...`) : from(setting),
  );
  return [
    [`${program} init`, ...settings.map((setting) => `-backend-config=${quoted(setting)}`)].join(' '),
    ...(workspace === 'default' ? [] : [`${program} workspace select ${quoted(workspace)}`]),
    [
      `${program} plan`,
      ...varFiles.map((file) => `-var-file=${quoted(from(file))}`),
      ...[...variables.keys()].map((name) => `-var '${name}=...'`),
    ].join(' '),
  ];
}

function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
