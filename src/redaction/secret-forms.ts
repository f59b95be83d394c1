/** A line of a multi-line secret is a secret of its own when it is long enough to mean something. */
const SHORTEST_LINE = 8;

/** What Go's net/url does not escape in a segment of a path, in a path, in a path with what was valid, in userinfo. */
const GO_LEAVES = ['$&+=:@', '$&+,/:;=@', "$&+,/:;=@!'()*", '$&+,;='];

/** The ways in which one secret stands in a text: as it is, in JSON and HCL, in a URL, line by line. */
export function writtenForms(secret: string): readonly string[] {
  if (secret.trim() === '') return [];
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return [
    secret,
    secret.trim(),
    ...jsonForms(secret),
    ...(isEncodable(secret) ? urlForms(secret) : []),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
  ];
}

/** Base64 of a secret inside a longer text depends on its offset modulo 3; the characters shared with neighbours go. */
export function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (secret.trim() === '' || bytes.length < SHORTEST_LINE) return [];
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

function isEncodable(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
