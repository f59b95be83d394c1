// Nothing that comes from a plan, a configuration or a provider is ever Markdown: it stands in a code span or in a
// fence. Both still need their own care, which is taken here.

/** Hides a trigger from GitHub's filters, which also read the raw text of e-mails and of the API. */
const BREAK = '\u200b';

const ESC = '\u001b';
const ANSI = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)|[@-Z\\\\-_])`, 'g');

/** Everything that a terminal obeys and a reader does not see: C0 without tab and line feed, DEL, C1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What a reader does not see: marks that reorder text (CVE-2021-42574), everything that Unicode says is drawn as nothing
 * (fillers, variation selectors, tags, joiners), the empty Braille cell, and separators that end a line.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\u202a-\u202e\u2066-\u2069\u2800\ufff9-\ufffb]/gu;

/** Half a surrogate pair cannot be sent as UTF-8. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Removes the colours of a terminal; the words between them stay. */
export function stripAnsi(text: string): string {
  return text.includes(ESC) ? text.replace(ANSI, '') : text;
}

/**
 * Makes foreign text harmless wherever it is put: control and bidirectional characters become visible, mentions,
 * HTML comments and closing tags no longer are what they look like, and no run of backticks needs a fence of more than
 * ten. Line feeds and tabs stay.
 */
export function neutralise(text: string): string {
  return literal(text).replace(/(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])/g, `@${BREAK}`);
}

/** The same for the lines of a fence, in which GitHub mentions nobody: an address with an `@` can be copied from it. */
export function literal(text: string): string {
  return visible(text)
    .replace(/<(?=!--|\/?(?:details|summary|code|pre|sub|table)\b)/gi, `<${BREAK}`)
    .replaceAll('-->', `--${BREAK}>`)
    .replace(/`{10,}/g, (run) => run.replace(/`{9}(?=`)/g, `${'`'.repeat(9)}${BREAK}`));
}

/** With nothing in it that a reader does not see. */
function visible(text: string): string {
  return stripAnsi(text)
    .replaceAll('\r\n', '\n')
    .replace(
      INVISIBLE,
      (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .replace(CONTROL, (character) => visibleControl(character.charCodeAt(0)))
    .replace(LONE_SURROGATE, '\ufffd');
}

function visibleControl(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * One line of foreign text as a code span. In a table cell a pipe would end the cell, also inside a span. What would need
 * an invisible character to be harmless is written as HTML, so that an address can always be copied.
 */
export function codeSpan(text: string, place: 'text' | 'cell' = 'text'): string {
  const line = visible(text).replace(/[\n\t]/g, (character) => visibleControl(character.charCodeAt(0)));
  if (line === '') return '` `';
  if ((place === 'cell' && line.includes('|')) || neutralise(line) !== line) return `<code>${escapeHtml(line)}</code>`;
  const ticks = '`'.repeat(longestRun(line, '`') + 1);
  const padded = /^`|`$|^ .* $/.test(line) ? ` ${line} ` : line;
  return `${ticks}${padded}${ticks}`;
}

/** A fence that is longer than any run of backticks inside. The text must be neutral already. */
export function fence(language: string, text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** A part that opens on a click. GitHub needs the blank lines to see Markdown inside. */
export function folded(summary: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A GitHub alert: a coloured box. */
export function alert(kind: 'NOTE' | 'WARNING' | 'CAUTION' | 'IMPORTANT', body: string): string {
  return [`[!${kind}]`, ...body.split('\n')].map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

/** Text as HTML in which no character is Markdown or HTML any more. */
export function escapeHtml(text: string): string {
  return text.replace(/[^A-Za-z0-9 ,\u0080-\uffff]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
    run = at > 0 && text[at - 1] === character ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

/**
 * Foreign text as readable prose: neutral, with nothing in it that Markdown, autolinks or issue references (`#12`)
 * would pick up. GitHub looks for the latter two in the finished HTML, so entities would not stop it.
 */
export function prose(text: string): string {
  return sentence(neutralise(text).replace(/#(?=\d)/g, `#${BREAK}`)).trim();
}

/** The same for sentences of this action: `#12` is meant as a reference in them, and backticks as code. */
export function ownProse(text: string): string {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : sentence(neutralise(part))))
    .join('');
}

function sentence(neutral: string): string {
  return oneLine(neutral)
    .replace(/:(?=\/\/)/g, `:${BREAK}`)
    .replace(/\b(www|GH)(?=[.-])/gi, `$1${BREAK}`)
    .replace(/[\\`*[\]<>&|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^( *)([-+#=>]|\d+[.)])/, `$1${BREAK}$2`);
}

/** Line ends and the blanks around them as one blank. Without a pattern: one for this is quadratic in blanks. */
function oneLine(text: string): string {
  const lines = text.split('\n');
  const last = lines.length - 1;
  if (last === 0) return text;
  const between = lines.slice(1, last).map((line) => line.trim());
  return [lines[0]?.trimEnd(), ...between.filter((line) => line !== ''), lines[last]?.trimStart()].join(' ');
}
