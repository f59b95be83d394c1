import { percentDecoded } from './percent-decoded.js';

/** Shorter ones would mask words. */
const SHORTEST = 8;
/** How variables with a secret are named: `TF_TOKEN_app_terraform_io`, `GITLAB_TOKEN`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_NAME = /^TF_TOKEN_|(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$/i;
/** Settings for git; https://git-scm.com/docs/git-config#ENVIRONMENT */
const GIT_SETTING = /^GIT_CONFIG_((KEY|VALUE)_\d+|PARAMETERS)$/;
const ADDRESS = /^https?_proxy$/i;

/**
 * The secrets that the job's environment holds: by the names of variables, of a header that git is told to send, and of
 * addresses with a user or a password. Terraform and git may print them when they fail.
 */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const found = new Set<string>();
  for (const [name, value = ''] of Object.entries(environment)) {
    if (SECRET_NAME.test(name) && !/^(INPUT|STATE)_/.test(name)) found.add(value);
    if (GIT_SETTING.test(name)) for (const secret of headerSecrets(value)) found.add(secret);
    if (GIT_SETTING.test(name) || ADDRESS.test(name)) for (const secret of addressSecrets(value)) found.add(secret);
  }
  return [...found].filter((secret) => secret.trim().length >= SHORTEST);
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
