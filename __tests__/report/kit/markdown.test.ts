import { describe, expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { alert, codeSpan, fence, folded, neutralise, prose } from '../../../src/report/kit/markdown.js';
import { processorTime } from '../../processor-time.js';

const markdown = new MarkdownIt({ html: true });

/** What a reader sees of an inline text. */
function seen(text: string): string {
  return markdown
    .renderInline(text)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

describe('foreign text', () => {
  test('loses its colours and shows what a terminal would obey', () => {
    expect(neutralise('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 bell\u0007 \u009b31m')).toBe(
      'red link bell\u2407 <U+009B>31m',
    );
  });

  test('shows marks that reorder, hide or join text, and ends no line but with a line feed', () => {
    expect(neutralise('a\u202eb\u2066c\u200bd\u2028e\ufefff\rg\r\nh')).toBe(
      'a<U+202E>b<U+2066>c<U+200B>d<U+2028>e<U+FEFF>f\u240dg\nh',
    );
  });

  test.each([
    ['a variation selector', 'a\ufe00b', 'a<U+FE00>b'],
    ['one of the supplement', 'a\u{e0101}b', 'a<U+E0101>b'],
    ['a tag', 'a\u{e0041}b', 'a<U+E0041>b'],
    ['fillers of Hangul', '\u115f\u3164\uffa0', '<U+115F><U+3164><U+FFA0>'],
    ['a grapheme joiner', 'a\u034fb', 'a<U+034F>b'],
    ['the empty Braille cell', 'a\u2800b', 'a<U+2800>b'],
    ['a line separator', 'a\u2028b', 'a<U+2028>b'],
  ])('%s is shown as what it is', (_, text, shown) => {
    expect(neutralise(text)).toBe(shown);
  });

  test('line ends and the blanks around them are one blank', () => {
    expect(prose('a \n\t\n  b\nc')).toBe('a b c');
  });

  // A pattern that is quadratic takes two minutes for them.
  test('200,000 blanks are read once', () => {
    expect(processorTime(() => prose(`a${' '.repeat(200_000)}x`))).toBeLessThan(2_000);
  });

  test('mentions nobody, while addresses of mail stay', () => {
    expect(neutralise('@someone (@org/team) me@example.com')).toBe('@\u200bsomeone (@\u200borg/team) me@example.com');
  });

  test('opens no HTML comment and closes no fold', () => {
    const text = neutralise('<!-- x --> </details> <DETAILS> </summary>');
    expect(text).not.toMatch(/<!--|-->|<\/?details|<\/?summary/i);
  });

  test('holds no half character, which could not be sent', () => {
    expect(neutralise('a\ud800b\udc00c\u{1f600}')).toBe('a\ufffdb\ufffdc\u{1f600}');
  });

  test('with a long run of backticks needs no longer fence than ten', () => {
    expect(fence('diff', neutralise('`'.repeat(5000))).split('\n')[0]).toBe(`${'`'.repeat(10)}diff`);
  });
});

describe('a code span', () => {
  test.each(['a', '`', '``', '`a`', ' a ', 'a`b``c', 'x|y', '\\', 'a\\`', '<b>', '**a**', '&amp;'])(
    'shows %j as it is',
    (text) => {
      expect(seen(codeSpan(text)).trim()).toBe(text.trim());
    },
  );

  test('keeps a pipe inside a table cell', () => {
    const row = `| a | b |\n|---|---|\n| ${codeSpan('x["a|b`c\\"]', 'cell')} | 1 |`;
    const cells = markdown.render(row).match(/<td>.*?<\/td>/g) ?? [];
    expect(cells).toHaveLength(2);
    expect(cells[0]).toContain('x[&quot;a|b`c\\&quot;]');
  });

  test('shows line ends instead of ending the line', () => {
    expect(codeSpan('a\nb\tc')).toBe('`a\u240ab\u2409c`');
  });
});

describe('prose', () => {
  test.each([
    '# no heading',
    '- no item',
    '1. no item',
    '> no quote',
    '**a** _b_ ~~c~~ [d](e) ![f](g) <h> &lt; `i` | \\j',
    'a\nb',
  ])('%j is a sentence and nothing else', (text) => {
    const html = markdown.render(prose(text));
    expect(html.startsWith('<p>')).toBe(true);
    expect(html.replace(/^<p>|<\/p>\n$/g, '')).not.toContain('<');
  });

  test('refers to no issue, no commit and no address', () => {
    expect(prose('see #12, GH-12 and https://example.com, www.example.com')).toBe(
      'see #\u200b12, GH\u200b-12 and https:\u200b//example.com, www\u200b.example.com',
    );
  });
});

test('a fence is longer than any run of backticks inside', () => {
  expect(fence('diff', 'a\n```\nb\n`````')).toBe('``````diff\na\n```\nb\n`````\n``````');
});

test('a fold has the blank lines that GitHub needs to see Markdown inside', () => {
  expect(folded('S', 'B')).toBe('<details><summary>S</summary>\n\nB\n\n</details>');
});

test('every line of an alert belongs to it', () => {
  expect(alert('CAUTION', 'a\n\nb')).toBe('> [!CAUTION]\n> a\n>\n> b');
});
