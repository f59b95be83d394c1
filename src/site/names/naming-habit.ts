import { codeEndsIn, endingsOf, type HashForm, tokenIn } from './hash-form.js';
import { ALPHABETS, type Alphabet, isUnmistakable, isUnmistakableAlone } from './hash-token.js';

/** Of all that end in a form, so many have to fit the smaller alphabet: the rest are strangers in the folder. */
const MOST = 0.8;

/**
 * The forms in which a folder's bundler ends its names. A form is established where at least half of the scripts and
 * styles end in it and one of them unmistakably; a second one joins it where two or more end in it, since several
 * bundlers may write into one folder.
 * @param stems of the folder's scripts and styles that a page or a bundle names
 */
export function habitOf(stems: readonly string[]): readonly HashForm[] {
  const found = formsIn(stems)
    .map((form) => ({ form, members: stems.filter((stem) => codeEndsIn(stem, form)) }))
    .filter(({ form, members }) => form.separator !== '' || isShownAlone(form, members));
  const [first, ...others] = found.sort((a, b) => b.members.length - a.members.length);
  if (first === undefined) return [];
  const forms = [first, ...others.filter(({ members }) => members.length >= 2)];
  const hashed = new Set(forms.flatMap(({ members }) => members));
  if (hashed.size * 2 < stems.length) return [];
  const shown = forms.some(({ form, members }) => members.some((stem) => isUnmistakable(tokenIn(stem, form) ?? '')));
  return shown ? forms.map(({ form }) => form) : [];
}

/** Whole names are hashes only where two or more are alike: a single `VRButton.css` is its folder's name. */
function isShownAlone(form: HashForm, members: readonly string[]): boolean {
  return members.length >= 2 && members.some((stem) => isUnmistakableAlone(tokenIn(stem, form) ?? ''));
}

/** Each ending that occurs, with the smallest alphabet that most of its names fit. */
function formsIn(stems: readonly string[]): readonly HashForm[] {
  const endings = new Map(stems.flatMap(endingsOf).map((ending) => [`${ending.separator}${ending.length}`, ending]));
  return [...endings.values()].flatMap((ending): readonly HashForm[] => {
    const tokens = stems.filter((stem) => codeEndsIn(stem, { ...ending, alphabet: 'base64url' }));
    if (tokens.length === 0) return [];
    const alphabet = (Object.keys(ALPHABETS) as Alphabet[]).find(
      (name) => tokens.filter((stem) => codeEndsIn(stem, { ...ending, alphabet: name })).length >= MOST * tokens.length,
    );
    return [{ ...ending, alphabet: alphabet ?? 'base64url' }];
  });
}
