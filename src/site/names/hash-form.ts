import { ALPHABETS, type Alphabet, isDateOrSize, isLongHex, isPlain, isUnmistakable, SHORTEST } from './hash-token.js';

/** How a bundler ends its names: what stands before the hash, and how long the hash is. */
export interface HashForm {
  /** `''`: the hash is the whole name. */
  readonly separator: '-' | '.' | '_' | '';
  readonly length: number;
  readonly alphabet: Alphabet;
}

const SHORTEST_CLEAR_WORD = 4;

/** Where a folder has shown its habit, only clear words are left out: hashes hold short ones by chance. */
function isClearlyPlain(token: string, alphabet: Alphabet): boolean {
  if (!/\d/.test(token) || isDateOrSize(token)) return isPlain(token, SHORTEST_CLEAR_WORD);
  if (alphabet === 'base36' || alphabet === 'hex') return false;
  return /^[A-Za-z][a-z]{4,}\d{1,3}$/.test(token) || (/[-_]/.test(token) && isPlain(token, SHORTEST_CLEAR_WORD));
}

type Ending = Omit<HashForm, 'alphabet'>;

/** Every ending that a name without its extension may have. */
export function endingsOf(stem: string): readonly Ending[] {
  const endings: Ending[] = [];
  const before = stem.at(-SHORTEST - 1);
  // Eight of base64url may hold the separators themselves.
  if (stem.length === SHORTEST) endings.push({ separator: '', length: SHORTEST });
  if (before === '-' || before === '.') endings.push({ separator: before, length: SHORTEST });
  const [, separator = '', token = ''] = /(^|[-._])([A-Za-z0-9]+)$/.exec(stem) ?? [];
  const length = token.length;
  if (length > SHORTEST || (length === SHORTEST && separator === '_')) {
    endings.push({ separator: separator as HashForm['separator'], length });
  }
  return endings;
}

/** The hash of a name that ends in this form, or `undefined`. */
export function tokenIn(stem: string, { separator, length }: Ending): string | undefined {
  const at = stem.length - length;
  if (at < 0 || (separator === '' ? at !== 0 : stem[at - 1] !== separator)) return undefined;
  return stem.slice(at);
}

/** Whether a script or a style ends in it. Capitals alone and numbers alone count: others have shown the habit. */
export function codeEndsIn(stem: string, form: HashForm): boolean {
  const token = tokenIn(stem, form);
  return token !== undefined && ALPHABETS[form.alphabet].test(token) && !isClearlyPlain(token, form.alphabet);
}

/** Whether a picture, a font or a medium ends in it, by stricter measure: people name these, too. */
export function resourceEndsIn(stem: string, form: HashForm): boolean {
  const token = tokenIn(stem, form);
  if (token === undefined || !codeEndsIn(stem, form) || /^\d+$/.test(token) || isPlain(token)) return false;
  if (form.alphabet !== 'base64url') return true;
  // One in a hundred hashes of base64url has no capital at all; of names that people give, most.
  return /[A-Z_-]/.test(token) && (/[a-z]/.test(token) || isUnmistakable(token));
}

/** The end of a name, where it says enough by itself. */
export function endsInLongHex(stem: string): boolean {
  const token = /(?:^|[-._])([0-9A-Za-z]+)$/.exec(stem)?.[1];
  return token !== undefined && isLongHex(token);
}

/** Whether any part of a name may be a hash: enough in a folder that only a bundler writes. */
export function holdsHash(stem: string): boolean {
  const tokens = [
    ...endingsOf(stem).map((ending) => tokenIn(stem, ending) ?? ''),
    ...stem.split(/[-._]/).filter(({ length }) => length >= SHORTEST),
    ...(stem.length >= 10 ? [stem] : []),
  ];
  return tokens.some(
    (token) => isUnmistakable(token) || (/\d/.test(token) && /[A-Za-z]/.test(token) && !isPlain(token)),
  );
}
