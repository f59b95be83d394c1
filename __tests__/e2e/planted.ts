import { randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

/** A secret that is found again however it is written: its core has no character that any encoding changes. */
export interface Planted {
  readonly name: string;
  readonly core: string;
  readonly value: string;
}

/** @param rest what follows the core: characters that JSON, URLs and HTML write in other ways */
export function planted(name: string, rest = ' +&"<b>/=?é'): Planted {
  const core = `P${randomBytes(9).toString('hex')}Q`;
  return { name, core, value: `${core}${rest}` };
}

/** One secret as providers, SDKs and servers write it, a line each. */
function forms({ value }: Planted): readonly string[] {
  const json = JSON.stringify(value);
  const component = encodeURIComponent(value);
  const encoded = ['', 'a', 'ab', 'abc'].map((before) => Buffer.from(`${before}${value}${before}`).toString('base64'));
  const long = Buffer.from(`${'header '.repeat(9)}${value}${' tail'.repeat(9)}`).toString('base64');
  return [
    value,
    json,
    JSON.stringify(json),
    json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
    `https://example.org/?q=${component}`,
    component.replaceAll('%20', '+'),
    // As Go writes a segment of a path.
    component.replaceAll('%2B', '+').replaceAll('%26', '&').replaceAll('%3D', '='),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
    ...(long.match(/.{1,64}/g) ?? []),
    JSON.stringify((long.match(/.{1,76}/g) ?? []).join('\n')),
  ];
}

/** What a careless provider says: every secret, in every form. */
export function leak(secrets: readonly Planted[]): string {
  return secrets.flatMap((secret) => [`${secret.name}:`, ...forms(secret)]).join('\n');
}

/** Where secrets stand in a text: half of a core counts, in base64 too, of lines that are one. */
export function leaks(place: string, text: string, secrets: readonly Planted[]): readonly string[] {
  const joined = text.replace(/\s*(?:\r?\n|\\n)\s*/g, '');
  const words = joined.match(/[A-Za-z0-9+/_-]{12,}/g) ?? [];
  const decoded = words.flatMap((word) =>
    [0, 1, 2, 3].map((offset) => Buffer.from(word.slice(offset), 'base64').toString('latin1')),
  );
  const read = [text, joined, ...decoded].join('\n');
  return secrets.flatMap(({ name, core }) =>
    read.includes(core.slice(0, 11)) || read.includes(core.slice(-11)) ? [`${name} in ${place}`] : [],
  );
}

/** The records in check runs are packed: what is in them is posted as well. */
export function unpacked(text: string): string {
  return [...text.matchAll(/[A-Za-z0-9+/=]{40,}/g)]
    .map(([packed]) => {
      try {
        return inflateRawSync(Buffer.from(packed, 'base64')).toString();
      } catch {
        return '';
      }
    })
    .join('\n');
}

/**
 * A Terraform that says too much: the real one, whose plans and applies warn with everything that the file named by
 * `LEAK_EARLY` (of `init`) or `LEAK_LATE` holds, and which fails with it at the command `FAIL_AT`.
 */
export const CARELESS_TERRAFORM = `import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
const given = process.argv.slice(2);
const command = given.find((word) => !word.startsWith('-'));
const late = command !== 'init';
const said = () => readFileSync(late ? process.env.LEAK_LATE : process.env.LEAK_EARLY, 'utf8');
const streamed = given.includes('-json') && (command === 'plan' || command === 'apply');
const diagnostic = (severity) =>
  JSON.stringify({
    '@level': severity,
    '@message': severity + ': ' + said(),
    type: 'diagnostic',
    diagnostic: { severity, summary: 'The provider said', detail: said() },
  }) + '\\n';
const fails = process.env.FAIL_AT === command;
// Its text is printed line by line.
if (fails && command === 'init') process.stdout.write(said() + '\\n');
if (fails && !streamed) process.stderr.write('Error: The provider said\\n\\n' + said() + '\\n');
if (streamed) process.stdout.write(diagnostic(fails ? 'error' : 'warning'));
if (fails) process.exit(1);
process.exit(spawnSync('terraform', given, { stdio: 'inherit' }).status ?? 1);
`;
