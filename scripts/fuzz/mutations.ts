import type { Random } from './random.js';

/** What readers have stumbled over: names of prototypes, ends, huge and odd numbers, text that expands. */
const WORDS = [
  '',
  '__proto__',
  'constructor',
  'toString',
  '../..',
  '/etc/passwd',
  '\u0000',
  '\u202e',
  '\ud800',
  '\\',
  '"',
  "'",
  '&amp;',
  '&#x0;',
  '%',
  '%2e%2e',
  '${',
  '%{',
  '<!--',
  '::add-mask::',
  '*&a',
  '&a [*a]',
  '<<EOT',
  'null',
  'true',
  'NaN',
  '-0',
  '1e400',
  '9007199254740993',
  ']]>',
  '\r\n',
  '\t',
  '['.repeat(2_000),
  '{"a":'.repeat(2_000),
  ' '.repeat(20_000),
  'a'.repeat(20_000),
];
const VALUES: readonly unknown[] = [null, true, false, 0, -1, 1.5, 2 ** 53, 1e308, '', [], {}, [[]], [null], { a: {} }];
/** Deeper than any honest document, and what a recursive reader gets through. */
const DEEP = 3_000;

/** A text with one to four faults. */
export function faultyText(text: string, random: Random): string {
  let faulty = text;
  for (let faults = 1 + random.below(4); faults > 0; faults--) faulty = oneFault(faulty, random);
  return faulty;
}

function oneFault(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + random.below(random.isOnce(3) ? text.length + 1 : 12));
  const part = text.slice(at, end);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, at) + part + text.slice(at);
    case 3:
      return text.slice(0, at) + part.repeat(Math.min(500, Math.ceil(20_000 / (part.length + 1)))) + text.slice(end);
    case 4:
      return text.slice(0, at) + random.of(WORDS) + text.slice(end);
    case 5:
      return text.slice(0, at) + String.fromCharCode(random.below(0x10000)) + text.slice(at + 1);
    default: {
      const other = random.below(text.length + 1);
      return text.slice(0, at) + text.slice(other, other + part.length) + text.slice(end);
    }
  }
}

/** The same bytes with one to six faults. */
export function faultyBytes(bytes: Uint8Array, random: Random): Buffer {
  let faulty = Buffer.from(bytes);
  for (let faults = 1 + random.below(6); faults > 0; faults--) {
    const at = random.below(faulty.length + 1);
    const end = Math.min(faulty.length, at + random.below(40));
    const kind = random.below(5);
    if (kind === 0) faulty = faulty.subarray(0, at);
    else if (kind === 1) faulty = Buffer.concat([faulty.subarray(0, at), faulty.subarray(end)]);
    else if (kind === 2) faulty = Buffer.concat([faulty.subarray(0, end), faulty.subarray(at)]);
    else if (at < faulty.length) faulty[at] = kind === 3 ? random.below(256) : random.of([0, 1, 0x7f, 0x80, 0xff]);
  }
  return Buffer.from(faulty);
}

/** A document that is JSON still, with one to three of its values or keys replaced. */
export function faultyDocument(document: unknown, random: Random): unknown {
  let faulty = document;
  for (let faults = 1 + random.below(3); faults > 0; faults--) faulty = replaced(faulty, random);
  return faulty;
}

function replaced(value: unknown, random: Random): unknown {
  const isParent = typeof value === 'object' && value !== null;
  if (!isParent || random.isOnce(8)) return otherValue(value, random);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    if (random.isOnce(6)) return [...value.slice(0, at), ...value.slice(0, at), ...value.slice(at)];
    return value.map((item, index) => (index === at ? replaced(item, random) : item));
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const faulty = entries.flatMap(([key, item], index): [string, unknown][] => {
    if (index !== at) return [[key, item]];
    if (random.isOnce(8)) return [];
    if (random.isOnce(8)) return [[random.of(WORDS), item]];
    return [[key, replaced(item, random)]];
  });
  return Object.fromEntries(faulty);
}

function otherValue(value: unknown, random: Random): unknown {
  if (typeof value === 'string' && !random.isOnce(3)) return faultyText(value, random);
  if (typeof value === 'number' && random.isOnce(2)) return value * random.of([-1, 0.5, 1e9, 0]);
  if (random.isOnce(40)) return deep(random);
  return random.isOnce(4) ? random.of(WORDS) : random.of(VALUES);
}

function deep(random: Random): unknown {
  let value: unknown = 1;
  const isList = random.isOnce(2);
  for (let depth = 0; depth < DEEP; depth++) value = isList ? [value] : { a: value };
  return value;
}
