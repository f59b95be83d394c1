import type { Program } from '../../../terraform/version/choose-version.js';
import { HASHICORP_KEY } from './hashicorp-key.js';
import { HASHICORP_KEY_2021 } from './hashicorp-key-2021.js';
import { OPENTOFU_KEY } from './opentofu-key.js';

/** Where a vendor's releases are, and with which keys it signs them. */
export interface ReleaseSource {
  readonly vendor: string;
  /** The environment variable that names a mirror with the vendor's own layout. */
  readonly mirrorVariable: string;
  /** The environment variable that names a file with the public key of releases that another one has signed. */
  readonly keyVariable: string;
  /** JSON with every version. */
  readonly list: string;
  /** The folder of one version's files. */
  folder(version: string): string;
  /** What follows the checksum file's name in its signature's. */
  readonly signatureSuffix: string;
  /** Armored public keys. */
  readonly keys: readonly string[];
}

/** Both variables are those of the version managers tfenv and tenv, so that who has a mirror names it once. */
export function releaseSource(program: Program, environment: Readonly<Record<string, string>>): ReleaseSource {
  return program === 'terraform' ? hashicorp(environment) : openTofu(environment);
}

function hashicorp({ TFENV_REMOTE: mirror = '' }: Readonly<Record<string, string>>): ReleaseSource {
  const root = `${withoutSlash(mirror || 'https://releases.hashicorp.com')}/terraform`;
  return {
    vendor: 'HashiCorp',
    mirrorVariable: 'TFENV_REMOTE',
    keyVariable: 'TFENV_HASHICORP_PGP_KEY',
    list: `${root}/index.json`,
    folder: (version) => `${root}/${version}`,
    signatureSuffix: '.sig',
    keys: [HASHICORP_KEY, HASHICORP_KEY_2021],
  };
}

function openTofu({ TOFUENV_REMOTE: mirror = '' }: Readonly<Record<string, string>>): ReleaseSource {
  const root = withoutSlash(mirror || 'https://github.com/opentofu/opentofu/releases/download');
  return {
    vendor: 'OpenTofu',
    mirrorVariable: 'TOFUENV_REMOTE',
    keyVariable: 'TOFUENV_OPENTOFU_PGP_KEY',
    list: mirror === '' ? 'https://get.opentofu.org/tofu/api.json' : `${root}/api.json`,
    folder: (version) => `${root}/v${version}`,
    signatureSuffix: '.gpgsig',
    keys: [OPENTOFU_KEY],
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
