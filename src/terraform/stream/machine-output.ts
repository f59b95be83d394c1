/** A command's standard output: the JSON that was asked for, and what stands around it. */
export interface MachineOutput {
  /** The text of the value, and what it is parsed. */
  readonly json: string;
  readonly value: object;
  /** Warnings, mostly: Terraform 1.15.0 and 1.15.1 print those of the backend after the JSON. */
  readonly around: string;
}

/** More places than this that look like an object and are none: not the output of one command. */
const MOST_TRIES = 100;

const OPENED = /\{\s*["}]/g;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
/** Nothing else stands outside of strings. */
const BARE = /[\s{}[\]:,0-9.+\-truefalsnE]/;

/**
 * Finds the one object that was asked for, wherever it stands. Values at the start of a line count first; several that
 * are `wanted` are none, and so is what broke off: a part of a value must never be taken for the whole.
 */
export function machineOutput(text: string, wanted: (value: unknown) => boolean): MachineOutput | undefined {
  const whole = parsed(text);
  if (whole !== undefined) return wanted(whole) ? { json: text, value: whole, around: '' } : undefined;
  const found: { readonly start: number; readonly end: number; readonly first: boolean; readonly value: object }[] = [];
  let tries = 0;
  OPENED.lastIndex = 0;
  for (let match = OPENED.exec(text); match !== null && tries < MOST_TRIES; match = OPENED.exec(text), tries++) {
    const start = match.index;
    const first = startsLine(text, start);
    const end = endOf(text, start);
    const value = end === undefined ? undefined : parsed(text.slice(start, end));
    if (end === undefined || value === undefined) {
      if (first) return undefined;
      continue;
    }
    if (wanted(value)) found.push({ start, end, first, value });
    OPENED.lastIndex = end;
  }
  const leading = found.filter(({ first }) => first);
  const [only, ...others] = leading.length > 0 ? leading : found;
  if (only === undefined || others.length > 0) return undefined;
  return {
    json: text.slice(only.start, only.end),
    value: only.value,
    around: `${text.slice(0, only.start)}\n${text.slice(only.end)}`.trim(),
  };
}

/** Behind colours, which have no width. */
function startsLine(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 64), at);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI sequences begin with one
  return line.replace(/\u001b\[[0-9;]*m|\ufeff|\r/g, '') === '';
}

/** Behind the bracket that closes the one at `start`; strings are skipped. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      QUOTED.lastIndex = at;
      if (!QUOTED.test(text)) return undefined;
      at = QUOTED.lastIndex - 1;
    } else if (!BARE.test(character)) return undefined;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
