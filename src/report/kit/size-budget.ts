/**
 * How much may still be written. GitHub counts a comment in characters (65,536) and stores it in bytes (262,144); the
 * job summary counts in bytes. Characters are UTF-16 units here, which are never fewer.
 */
export interface Room {
  readonly characters: number;
  readonly bytes: number;
}

export function fits(text: string, room: Room): boolean {
  if (text.length > room.characters) return false;
  // A unit is at most three bytes: most texts need no counting.
  return text.length * 3 <= room.bytes || Buffer.byteLength(text, 'utf8') <= room.bytes;
}

export function less(room: Room, text: string): Room {
  return { characters: room.characters - text.length, bytes: room.bytes - Buffer.byteLength(text, 'utf8') };
}

/** The longest beginning of `items` that fits when each is followed by a line feed. */
export function fitting(items: readonly string[], room: Room): readonly string[] {
  let { characters, bytes } = room;
  let taken = 0;
  for (const item of items) {
    characters -= item.length + 1;
    bytes -= Buffer.byteLength(item, 'utf8') + 1;
    if (characters < 0 || bytes < 0) break;
    taken += 1;
  }
  return items.slice(0, taken);
}

/** The part of a room that a section may fill at most. */
export function atMost(room: Room, share: Room): Room {
  return { characters: Math.min(room.characters, share.characters), bytes: Math.min(room.bytes, share.bytes) };
}

export interface Written {
  readonly markdown: string;
  /** Whether something had to be left out. */
  readonly cut: boolean;
}

export interface Section {
  /** Sections are written in this order, the smallest first; they are read in the order of the list. */
  readonly rank: number;
  /** Never writes more than the room. An empty text leaves the section out. */
  write(room: Room): Written;
}

const BETWEEN = '\n\n';

/** Writes the sections into the room: the ones that must survive first, the ones that can be cut with what is left. */
export function compose(sections: readonly Section[], room: Room): Written {
  let left = room;
  const written = new Map<Section, Written>();
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    const result = section.write(less(left, BETWEEN));
    written.set(section, result);
    if (result.markdown !== '') left = less(left, result.markdown + BETWEEN);
  }
  const parts = sections.map((section) => written.get(section)).filter((part) => part !== undefined);
  return {
    markdown: parts
      .map(({ markdown }) => markdown)
      .filter((markdown) => markdown !== '')
      .join(BETWEEN),
    cut: parts.some(({ cut }) => cut),
  };
}

/** A section that is written whole or not at all. */
export function whole(rank: number, markdown: string): Section {
  return {
    rank,
    write: (room) => (fits(markdown, room) ? { markdown, cut: false } : { markdown: '', cut: markdown !== '' }),
  };
}
