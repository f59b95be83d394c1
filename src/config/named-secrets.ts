import { percentDecoded } from './percent-decoded.js';

/** Names under which a secret is kept, in environments, variables and settings of a backend. */
const SECRET_NAME =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?$|(?:^|[_-])(?:TOKEN|PASS)$|^TF_TOKEN_|(?:API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY(?:_ID)?$|CONN(?:ECTION)?_STR(?:ING)?$|^AWS_SECURITY_TOKEN$/i;

/** Words that switch something on or off are no secrets, whatever the name of the variable is. */
const SWITCH = /^(?:true|false|null|none|enabled|disabled)$/i;

/** Settings for git; https://git-scm.com/docs/git-config#ENVIRONMENT */
const GIT_SETTING = /^GIT_CONFIG_((KEY|VALUE)_\d+|PARAMETERS)$/;
const PROXY = /^https?_proxy$/i;

/** A shorter value would mask half of what is said. */
const SHORTEST = 4;
/** Of a header that git is told to send, and of a user in an address: a shorter one is a word. */
const SHORTEST_IN_SETTING = 8;
/** Of a value that nothing says is secret: in a failure it is masked only when it means something. */
const SHORTEST_UNPLANNED = 8;

export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the input `variables`. */
  readonly variables: ReadonlyMap<string, string>;
  /** `key=value` settings of the backend, and the texts of files with such settings or with variables. */
  readonly settings: readonly string[];
  /** The stage's name is no secret, also where a variable has it. */
  readonly stage: string;
}

/** What is removed from all that is posted, in every run. */
export function namedSecrets({ environment, variables, settings }: SecretSources): readonly string[] {
  const named = [...Object.entries(environment), ...variables, ...settings.flatMap(settingsOf)].flatMap(
    ([name, value = '']) => (SECRET_NAME.test(name) ? [value, ...quoted(value)] : urlCredentials(value)),
  );
  const given = Object.entries(environment).flatMap(([name, value = '']) => connectionSecrets(name, value));
  return unique([...named, ...given.filter((secret) => secret.trim().length >= SHORTEST_IN_SETTING)]).filter(
    (value) => value.trim().length >= SHORTEST && !SWITCH.test(value.trim()),
  );
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

/** Whether a value may be secret by its name alone, such as an attribute `password` of a state. */
export function isSuspect(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && value.trim().length >= SHORTEST_UNPLANNED;
}

/** The passwords of all URLs in a text, as they stand there and decoded. */
function urlCredentials(text: string): readonly string[] {
  return [...text.matchAll(/:\/\/[^\s/@:]*:([^\s/@]+)@/g)].flatMap(([, password = '']) => [
    password,
    percentDecoded(password),
  ]);
}

/** What git and a proxy are told to sign in with: Terraform and git may print it when they fail. */
function connectionSecrets(name: string, value: string): readonly string[] {
  const isGit = GIT_SETTING.test(name);
  return [...(isGit ? headerSecrets(value) : []), ...(isGit || PROXY.test(name) ? addressSecrets(value) : [])];
}

/** `Authorization: Basic …` and `PRIVATE-TOKEN: …`: the last word, and what it encodes. */
function headerSecrets(value: string): readonly string[] {
  const [, scheme = '', word = ''] = /^[^\s:=]+:(?!\/\/)\s*(?:(\S+)\s+)?(\S+)$/.exec(value.trim()) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [word];
  const decoded = Buffer.from(word, 'base64').toString('utf8');
  return [word, decoded, decoded.slice(decoded.indexOf(':') + 1)];
}

/** The password of an address; a user without one is a token. */
function addressSecrets(value: string): readonly string[] {
  return [...value.matchAll(/\/\/([^/@\s]+)@/g)].flatMap(([, who = '']) => {
    const secret = who.includes(':') ? who.slice(who.indexOf(':') + 1) : who;
    return [secret, percentDecoded(secret)];
  });
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

/** A name and its text, in an object on one line or in JSON. Each word is looked at once. */
const PAIR = /(?<![\w-])([\w-]{1,100})"?[ \t]*[=:][ \t]*("(?:[^"\\\n]|\\.)*")/g;

function settingsOf(text: string): readonly (readonly [string, string])[] {
  const pairs = [...text.matchAll(PAIR)].map(([, name = '', value = '']) => [name, unquoted(value)] as const);
  return [...lineSettings(text), ...pairs];
}

function lineSettings(text: string): readonly (readonly [string, string])[] {
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
