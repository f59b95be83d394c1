import { percentDecoded } from './percent-decoded.js';

/** Names under which a secret is kept, in environments, variables and settings of a backend. */
const SECRET_NAME =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?$|(?:^|[_-])(?:TOKEN|PASS)$|^TF_TOKEN_|(?:API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY(?:_ID)?$|CONN(?:ECTION)?_STR(?:ING)?$|^AWS_SECURITY_TOKEN$/i;

/** Words that switch something on or off are no secrets, whatever the name of the variable is. */
const SWITCH = /^(?:true|false|null|none|enabled|disabled)$/i;

/** A shorter value would mask half of what is said. */
const SHORTEST = 4;
/** Of a value that nothing says is secret: in a failure it is masked only when it means something. */
const SHORTEST_UNPLANNED = 8;

export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the input `variables`. */
  readonly variables: ReadonlyMap<string, string>;
  /** `key=value` settings, and the texts of files with such settings. */
  readonly backendConfig: readonly string[];
  /** The stage's name is no secret, also where a variable has it. */
  readonly stage: string;
}

/** What is removed from all that is posted, in every run. */
export function namedSecrets({ environment, variables, backendConfig }: SecretSources): readonly string[] {
  const named = [...Object.entries(environment), ...variables, ...backendConfig.flatMap(backendSettings)].flatMap(
    ([name, value = '']) => (SECRET_NAME.test(name) ? [value, ...quoted(value)] : urlCredentials(value)),
  );
  return unique(named).filter((value) => value.trim().length >= SHORTEST && !SWITCH.test(value.trim()));
}

/** What is removed besides, while no plan says which variables are sensitive: the values of all variables. */
export function unplannedSecrets({ environment, variables, stage }: SecretSources): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) =>
    name.startsWith('TF_VAR_') ? [value] : [],
  );
  return unique([...values, ...variables.values()].flatMap((value) => [value, ...quoted(value)])).filter(
    (value) => value.trim().length >= SHORTEST_UNPLANNED && value !== stage,
  );
}

/** The passwords of all URLs in a text, as they stand there and decoded. */
function urlCredentials(text: string): readonly string[] {
  return [...text.matchAll(/:\/\/[^\s/@:]*:([^\s/@]+)@/g)].flatMap(([, password = '']) => [
    password,
    percentDecoded(password),
  ]);
}

/** The strings in a value that is JSON or HCL: Terraform's messages quote them one by one. */
function quoted(value: string): readonly string[] {
  return /^\s*[[{]/.test(value) ? strings(value) : [];
}

function strings(value: string): readonly string[] {
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([whole, inside = '']) => [inside, unquoted(whole)]);
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function backendSettings(text: string): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf('=');
    if (at < 0) return [];
    const value = line.slice(at + 1).trim();
    const name = line.slice(0, at).trim().replace(/^"|"$/g, '');
    return [[name, /^"(?:[^"\\]|\\.)*"/.test(value) ? (strings(value)[1] ?? value) : value] as const];
  });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
