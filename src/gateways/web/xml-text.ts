const ENTITIES = new Map([
  ['quot', '"'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['#34', '"'],
]);

/** The text between two tags. @returns `undefined` where it is encoded in a way that is not known here */
export function decodedText(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let known = true;
  const decoded = text.replace(/&([^;&]*);?/g, (_, name: string) => {
    const character = ENTITIES.get(name);
    known &&= character !== undefined;
    return character ?? '';
  });
  return known ? decoded : undefined;
}
