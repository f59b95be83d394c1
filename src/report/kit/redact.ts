const MASK = '***';

/** A line of a multi-line secret is a secret of its own when it is long enough to mean something. */
const SHORTEST_LINE = 8;
/** A shorter secret is masked where it stands alone: `main` is a password in `"main"`, and a word in `domain`. */
const SHORTEST_INSIDE = 8;
/** Literals in one expression: V8 searches them as one tree, up to a size. */
const LITERALS_AT_ONCE = 500;

/** What Go's net/url does not escape in a segment of a path, in a path, in a path with what was valid, in userinfo. */
const GO_LEAVES = ['$&+=:@', '$&+,/:;=@', "$&+,/:;=@!'()*", '$&+,;='];

/** The password of a URL, whoever wrote it there. A host or a blank ends the search, so each text is read once. */
const URL_PASSWORD = /(?<=:\/\/[^\s/@:]{0,100}:)[^\s/@:'"]{1,2000}(?=@)/g;

export type Redact = (text: string) => string;

/**
 * Masks registered secrets and everything that `patterns` match. GitHub masks its log, but not what is sent to its
 * API, so everything that is posted goes through here, before it is cut: half a secret would not be found any more.
 */
export function redactor({ secrets, patterns }: { secrets: readonly string[]; patterns: readonly RegExp[] }): Redact {
  const literals = [...new Set(secrets.flatMap(forms))].sort((a, b) => b.length - a.length);
  const expressions = [
    ...chunks(literals, LITERALS_AT_ONCE).map((chunk) => new RegExp(chunk.map(literal).join('|'), 'g')),
    URL_PASSWORD,
    ...patterns.map((pattern) => new RegExp(pattern.source, withFlag(pattern.flags, 'g'))),
  ];
  return (text) => expressions.reduce((masked, expression) => masked.replace(expression, maskOf), text);
}

/** A pattern that matches the empty text would put a mask between all characters. */
function maskOf(match: string): string {
  return match === '' ? '' : MASK;
}

/** The ways in which one secret stands in a text: as it is, in JSON and HCL, in a URL, in base64, line by line. */
function forms(secret: string): readonly string[] {
  if (secret.trim() === '') return [];
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return [
    secret,
    secret.trim(),
    ...jsonForms(secret),
    ...(isEncodable(secret) ? urlForms(secret) : []),
    ...base64Forms(secret),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
  ];
}

/** Go, and so every provider, writes `<`, `>` and `&` in JSON as `\u003c`, `\u003e` and `\u0026`. */
function jsonForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const once = [json, json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)];
  return [...once, ...once.map((text) => JSON.stringify(text).slice(1, -1))];
}

/**
 * As `encodeURIComponent` writes it and as Go's net/url does: in a query (a blank is `+`), a segment of a path, a whole
 * path, and before the `@`. Hex digits may be small.
 */
function urlForms(secret: string): readonly string[] {
  const component = encodeURIComponent(secret);
  const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const leaving = (characters: string) =>
    strict.replace(/%[0-9A-F]{2}/g, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return characters.includes(character) ? character : code;
    });
  const written = [component, strict.replaceAll('%20', '+'), strict, ...GO_LEAVES.map(leaving)];
  return [...written, ...written.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

/** Base64 of a secret inside a longer text depends on its offset modulo 3; the characters shared with neighbours go. */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < SHORTEST_LINE) return [];
  const inside = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = offset === 0 ? 0 : offset + 1;
    const shared = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    return encoded.slice(first, encoded.length - shared);
  });
  return [...inside, ...inside.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function isEncodable(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function literal(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  if (text.length >= SHORTEST_INSIDE) return escaped;
  return `${/^\w/.test(text) ? '(?<!\\w)' : ''}${escaped}${/\w$/.test(text) ? '(?!\\w)' : ''}`;
}

function withFlag(flags: string, flag: string): string {
  return flags.includes(flag) ? flags : flags + flag;
}
