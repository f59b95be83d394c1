import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MarkdownIt from 'markdown-it';

const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$/;

/**
 * A page that shows a comment about as GitHub would: GFM with alerts and coloured diffs, in GitHub's width. It is not
 * GitHub's own renderer, and the page says so. @param by HTML: who posted it
 */
export function commentPage(markdown: string, title: string, by = '<b>github-actions</b> commented'): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${stylesheet()}
${PAGE_STYLE}
</style>
<main class="timeline">
<div class="bar">${by}</div>
<article class="markdown-body">
${commentHtml(markdown)}
</article>
</main>
<footer>Rendered with markdown-it and github-markdown-css. This is not GitHub’s own renderer; details may differ.</footer>
</html>
`;
}

/** The comment alone as HTML. */
export function commentHtml(markdown: string): string {
  const renderer = new MarkdownIt({ html: true, linkify: false, highlight: highlightDiff });
  renderer.core.ruler.after('block', 'alerts', (state) => {
    const { tokens } = state;
    for (const [index, token] of tokens.entries()) {
      const inline = tokens[index + 2];
      if (token.type !== 'blockquote_open' || inline?.type !== 'inline') continue;
      const [first = '', ...rest] = inline.content.split('\n');
      const kind = ALERT.exec(first)?.[1]?.toLowerCase();
      if (kind === undefined) continue;
      token.tag = 'div';
      token.attrSet('class', `markdown-alert markdown-alert-${kind}`);
      const close = tokens.slice(index).find(({ type, level }) => type === 'blockquote_close' && level === token.level);
      if (close !== undefined) close.tag = 'div';
      inline.content = rest.join('\n');
      const heading = new state.Token('html_block', '', 0);
      heading.content = `<p class="markdown-alert-title">${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}</p>\n`;
      tokens.splice(index + 1, 0, heading);
    }
  });
  return renderer.render(markdown);
}

function highlightDiff(code: string, language: string): string {
  if (language !== 'diff') return '';
  return code
    .split('\n')
    .map((line) => {
      const kind = DIFF_CLASSES[line.slice(0, 1)];
      return kind === undefined ? escapeHtml(line) : `<span class="${kind}">${escapeHtml(line)}</span>`;
    })
    .join('\n');
}

const DIFF_CLASSES: Readonly<Record<string, string>> = { '+': 'pl-mi1', '-': 'pl-md', '!': 'pl-mc', '#': 'pl-c' };

const PAGE_STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: #1f2328; }
.timeline { max-width: 870px; margin: 24px auto; border: 1px solid #d1d9e0; border-radius: 6px; }
.bar { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; color: #59636e; }
.bar b { color: #1f2328; }
.markdown-body { padding: 16px; font-size: 14px; overflow-wrap: break-word; }
footer { max-width: 870px; margin: 0 auto 24px; color: #59636e; font-size: 12px; }
@media (max-width: 600px) { .timeline { margin: 0; border: 0; } }
`;

function stylesheet(): string {
  return readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css'), 'utf8');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
