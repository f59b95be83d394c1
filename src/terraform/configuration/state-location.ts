import { digest } from '../plan/digest.js';
import { isObject } from '../plan/fields.js';
import type { Json } from '../plan/json.js';
import type { StateLocation } from './sources.js';

/**
 * Settings that tell one state from another, by backend
 * (https://developer.hashicorp.com/terraform/language/backend). Everything else says how one signs in, or how to behave.
 */
const WHERE: Readonly<Record<string, readonly string[]>> = {
  local: ['path', 'workspace_dir'],
  s3: ['bucket', 'key', 'workspace_key_prefix', 'endpoint', 'endpoints.s3'],
  gcs: ['bucket', 'prefix', 'storage_custom_endpoint'],
  azurerm: ['storage_account_name', 'container_name', 'key', 'resource_group_name', 'subscription_id', 'environment'],
  http: ['address'],
  consul: ['address', 'datacenter', 'path'],
  kubernetes: ['host', 'namespace', 'secret_suffix'],
  oss: ['bucket', 'prefix', 'key', 'region', 'endpoint'],
  cos: ['bucket', 'prefix', 'key', 'region', 'endpoint'],
  oci: ['bucket', 'namespace', 'key', 'region', 'workspace_key_prefix'],
  pg: ['schema_name'],
  remote: ['hostname', 'organization', 'workspaces'],
  cloud: ['hostname', 'organization', 'workspaces'],
};

/** In the settings of a backend that is not listed: what may be a secret, or differs with who signs in. */
const SIGNS_IN = /secret|token|password|credential|access|role|profile|cert|private|auth|user|session|conn/i;

/** Backends that build their own names from these when they are not set. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  local: { path: 'terraform.tfstate' },
  s3: { workspace_key_prefix: 'env:' },
  pg: { schema_name: 'terraform_remote_state' },
};

/**
 * Where the state lies.
 *
 * @param initialised the JSON that `terraform init` leaves in `.terraform/terraform.tfstate`; `undefined` where it left
 *   none, since no backend is configured
 */
export function stateLocation(initialised: unknown): StateLocation {
  const backend = isObject(initialised) && isObject(initialised.backend) ? initialised.backend : undefined;
  const type = typeof backend?.type === 'string' ? backend.type : 'local';
  const config = isObject(backend?.config) ? backend.config : {};
  const names = WHERE[type] ?? Object.keys(config).filter((name) => !SIGNS_IN.test(name));
  const where = names
    .flatMap((name): (readonly [string, string])[] => {
      const value = at(config, name.split('.')) ?? DEFAULTS[type]?.[name];
      return value === undefined || value === '' ? [] : [[name, textOf(value)]];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // A connection string names the database and holds its password: its host and name are what tells it from others.
  const database = type === 'pg' ? connection(config.conn_str) : undefined;
  const all = database === undefined ? where : [...where, ['database', database] as const];
  return { backend: type, where: all, digest: digest([type, ...all.flat()]) };
}

function at(value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value ?? undefined;
  const inner = Array.isArray(value) ? value[0] : value;
  return isObject(inner) ? at(inner[name], rest) : undefined;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function connection(text: Json | undefined): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const { host, pathname } = new URL(text);
    return `${host}${pathname}`;
  } catch {
    const settings = [...text.matchAll(/\b(host|port|dbname)=(\S+)/g)].map(([setting]) => setting);
    return settings.length === 0 ? undefined : settings.join(' ');
  }
}
