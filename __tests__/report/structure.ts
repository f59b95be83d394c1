import MarkdownIt from 'markdown-it';

/** What this project writes itself; GitHub allows all of these. */
export const allowedTags: ReadonlySet<string> = new Set(['details', 'summary', 'sub', 'code', 'br']);

const markdown = new MarkdownIt({ html: true });

/** Fences that are open at the end, read by the rules of CommonMark, not by counting backticks. */
export function openFences(body: string): number {
  return read(body).open ? 1 : 0;
}

/** The text without what stands in fences, where GitHub looks for no mention. */
export function outsideFences(body: string): string {
  return read(body).outside.join('\n');
}

function read(body: string): { readonly open: boolean; readonly outside: readonly string[] } {
  let fence: string | undefined;
  const outside: string[] = [];
  for (const line of body.split('\n')) {
    if (fence === undefined) outside.push(line);
    const run = /^ {0,3}(`{3,})([^`]*)$/.exec(line.replace(/^> ?/, ''));
    if (run === null) continue;
    const [, ticks = '', info = ''] = run;
    if (fence === undefined) fence = ticks;
    else if (ticks.length >= fence.length && info.trim() === '') fence = undefined;
  }
  return { open: fence !== undefined, outside };
}

/** `<details>` that are not closed, counted over the whole text: nothing foreign may look like one. */
export function openDetails(body: string): number {
  return body.split('<details').length - body.split('</details>').length;
}

/** The names of all HTML tags that a renderer would see, comments as `!--`. The marker on the first line is ours. */
export function tagsOf(body: string): readonly string[] {
  const tokens = markdown.parse(body.split('\n').slice(1).join('\n'), {});
  const html = tokens.flatMap((token) => [
    ...(token.type === 'html_block' ? [token.content] : []),
    ...(token.children ?? []).filter(({ type }) => type === 'html_inline').map(({ content }) => content),
  ]);
  return html.flatMap((content) =>
    [...content.matchAll(/<\/?([a-z!][a-z0-9-]*)/gi)].map(([, name = '']) => name.toLowerCase()),
  );
}
