import MarkdownIt from 'markdown-it';

/** What this project writes itself; GitHub allows all of these. */
export const allowedTags: ReadonlySet<string> = new Set(['details', 'summary', 'sub', 'code', 'br']);

const markdown = new MarkdownIt({ html: true });

/** Fences that are open at the end, read by the rules of CommonMark, not by counting backticks. */
export function openFences(body: string): number {
  let fence: string | undefined;
  for (const line of body.split('\n')) {
    const run = /^ {0,3}(`{3,})([^`]*)$/.exec(line.replace(/^> ?/, ''));
    if (run === null) continue;
    const [, ticks = '', info = ''] = run;
    if (fence === undefined) fence = ticks;
    else if (ticks.length >= fence.length && info.trim() === '') fence = undefined;
  }
  return fence === undefined ? 0 : 1;
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
