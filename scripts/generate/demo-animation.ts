const COLUMNS = 96;
const LINE = 20;
const CHARACTER = 8.43;
const MARGIN = 20;
/** Seconds between two lines, and before a step: long enough to read what stands there. */
const PAUSE = { line: 0.35, step: 1.3 };

/** What of a step's output says what happened; the rest is its comment and its journal. */
const TOLD = [
  /^### (?<said>.*)$/,
  /^> \*\*(?<said>\d+ resources? will be .*)\*\*$/,
  /^(?<said>The same comment .* was updated)/,
  /^(?<said>Uploaded, in this order:)$/,
  /^\/shop-site\/(?<said>assets\/.*|index\.html)$/,
  /^(?<said>Invalidated: .*)$/,
  /^(?<said>Just before the invalidation .*)$/,
  /^::error::(?<said>[^.]*\. Found: [^.]*)/,
  /^(?<said>Destroyed .*)$/,
];

interface Line {
  readonly text: string;
  readonly step: boolean;
}

/**
 * The demo as an SVG whose lines appear one after the other, once, and stay: a page that shows it needs no script. Who asked
 * the system for less motion sees the last picture at once.
 * @param output what `npm run demo` printed
 */
export function demoAnimation(output: string): string {
  const lines = [{ text: '$ npm run demo', step: true }, ...told(output)];
  const width = COLUMNS * CHARACTER + 2 * MARGIN;
  const height = (lines.length + 1) * LINE + MARGIN;
  let at = 0;
  const drawn = lines.map(({ text, step }, row) => {
    at += step ? PAUSE.step : PAUSE.line;
    const place = `x="${MARGIN + (step ? 0 : 2 * CHARACTER)}" y="${MARGIN + (row + 0.7) * LINE}"`;
    return `<text ${place} class="${step ? 'step' : 'said'}" style="animation-delay:${at.toFixed(2)}s">${escaped(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" role="img">
<title>What npm run demo does, step by step</title>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;animation:appear .2s both}
.step{fill:#79c0ff;font-weight:600}.said{fill:#e6edf3}
@keyframes appear{from{opacity:0}to{opacity:1}}
@media (prefers-reduced-motion:reduce){text{animation:none}}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${drawn.join('\n')}
</svg>
`;
}

/** The steps' titles, and below each what it did. Throws where the demo prints none of it any more. */
function told(output: string): readonly Line[] {
  const lines: Line[] = [];
  for (const printed of output.split('\n')) {
    const title = /^──── (\d\. .*)$/.exec(printed)?.[1];
    if (title !== undefined) lines.push({ text: title, step: true });
    else if (printed.startsWith('──── All')) lines.push({ text: printed.replace(/^─+ /, ''), step: true });
    else {
      const said = TOLD.map((pattern) => pattern.exec(printed.trim())?.groups?.said).find(
        (found) => found !== undefined,
      );
      if (said !== undefined) lines.push({ text: shortened(said.replaceAll('`', '')), step: false });
    }
  }
  if (lines.length < 15) throw new Error(`The demo told only ${lines.length} lines:\n${output}`);
  return lines;
}

function shortened(text: string): string {
  return text.length > COLUMNS - 4 ? `${text.slice(0, COLUMNS - 5)}…` : text;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
