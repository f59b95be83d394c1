/**
 * The heading about an error, as an address. Headings are the errors' own words, with `…` for what differs.
 * @param page the Markdown of the page, and its address
 * @returns the page itself where it has no such heading; `undefined` where its address is not known
 */
export function helpAddress(
  what: string,
  page: { readonly markdown: string; readonly address?: string | undefined },
): string | undefined {
  if (page.address === undefined) return undefined;
  const headings = [...page.markdown.matchAll(/^### `(.+)`$/gm)].map(([, words = '']) => words);
  const about = headings.filter((words) => asPattern(words).test(what)).sort((a, b) => said(b) - said(a))[0];
  return about === undefined ? page.address : `${page.address}#${slug(about)}`;
}

/** `… failed` says less than `Searching the open issues failed`: the most words win. */
function said(heading: string): number {
  return heading.replaceAll('…', '').length;
}

function asPattern(heading: string): RegExp {
  const literal = heading.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}$`, 's');
}

/** As GitHub makes a heading's anchor: https://docs.github.com/get-started/writing-on-github (section links). */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
