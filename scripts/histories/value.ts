/** A text that may hold names of what is still to be computed: `shop ⟨o1.id⟩`. */
export type Value = string;

const NAME = /⟨([^⟩]*)⟩/g;

export function nameOf(address: string, attribute: string): Value {
  return `⟨${address}.${attribute}⟩`;
}

export function isKnown(value: Value): boolean {
  return !value.includes('⟨');
}

/** Puts what has become known in the place of its name. `undefined`: there is still no such thing. */
export function filled(value: Value, known: (name: string) => string | undefined): Value {
  return value.replace(NAME, (whole, name: string) => known(name) ?? whole);
}
