import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findMotoServer } from '../../local/moto/moto-server.js';

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');

/** Where Terraform itself would look for a local mirror, and where people put one. */
async function mirrorCandidates(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const home = homedir();
  const parents = [
    '/opt',
    '/usr/share',
    '/usr/local/share',
    '/usr/share/terraform',
    join(home, '.local/share/terraform'),
  ];
  const children = await Promise.all(parents.map(foldersIn));
  return [
    environment.TF_PLUGIN_MIRROR,
    ...(await configuredMirrors(environment.TF_CLI_CONFIG_FILE ?? join(home, '.terraformrc'))),
    join(home, '.terraform.d/plugins'),
    ...children.flat(),
  ].filter((candidate): candidate is string => candidate !== undefined && candidate !== '');
}

/**
 * A folder that holds the AWS provider for a `filesystem_mirror`: `TF_PLUGIN_MIRROR`, one that the CLI configuration
 * names, or one in the usual places.
 */
export async function findProviderMirror(environment = process.env): Promise<string | undefined> {
  for (const candidate of await mirrorCandidates(environment)) {
    const found = await foldersIn(join(candidate, PROVIDER));
    if (found.length > 0) return candidate;
  }
  return undefined;
}

/** What checks on the emulator with the real provider need and do not find, in words. */
export async function missingTools(mirror: string | undefined): Promise<readonly string[]> {
  return [
    ...((await findMotoServer()) === undefined ? [`moto_server on PATH (pip install 'moto[server]')`] : []),
    ...(mirror === undefined
      ? ['the AWS provider in a folder (terraform -chdir=infra providers mirror FOLDER, and TF_PLUGIN_MIRROR=FOLDER)']
      : []),
    ...(spawnSync('terraform', ['version']).status === 0 ? [] : ['terraform on PATH']),
  ];
}

/** A CLI configuration that takes the AWS provider from the mirror and everything else from its registry. */
export function cliConfiguration(mirror: string): string {
  const only = `["registry.terraform.io/hashicorp/aws"]`;
  return [
    'provider_installation {',
    `  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ${only}\n  }`,
    `  direct {\n    exclude = ${only}\n  }`,
    '}\n',
  ].join('\n');
}

async function configuredMirrors(file: string): Promise<string[]> {
  try {
    const text = await readFile(file, 'utf8');
    const blocks = text.matchAll(/filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/g);
    return [...blocks].map(([, path]) => path ?? '');
  } catch {
    return [];
  }
}

async function foldersIn(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name));
  } catch {
    return [];
  }
}
