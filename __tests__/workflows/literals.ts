import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every text in the source as it is written there, with `…` for each `${}` of a template. */
export function literalsOf(folder: string): Set<string> {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'));
  return new Set(files.flatMap((name) => literals(readFileSync(join(folder, name), 'utf8'))));
}

/** The texts of one file. Knows comments, the three quotes, and templates inside templates. */
export function literals(source: string): string[] {
  const found: string[] = [];
  let at = 0;

  /** Reads code up to the end, or up to the brace that closes a `${`. */
  function code(inTemplate: boolean): void {
    for (let depth = 0; at < source.length; ) {
      const two = source.slice(at, at + 2);
      const one = source[at] ?? '';
      if (two === '//') at = endOf('\n');
      else if (two === '/*') at = endOf('*/');
      else if (one === "'" || one === '"') found.push(quoted(one));
      else if (one === '`') found.push(template());
      else if (one === '}' && inTemplate && depth === 0) return;
      else {
        if (one === '{') depth++;
        if (one === '}') depth--;
        at++;
      }
    }
  }

  function quoted(quote: string): string {
    let text = '';
    for (at++; at < source.length && source[at] !== quote && source[at] !== '\n'; at++) text += character();
    at++;
    return text;
  }

  function template(): string {
    let text = '';
    for (at++; at < source.length && source[at] !== '`'; at++) {
      if (source.startsWith('${', at)) {
        at += 2;
        code(true);
        text += '…';
      } else {
        text += character();
      }
    }
    at++;
    return text;
  }

  function character(): string {
    if (source[at] === '\\') at++;
    return source[at] ?? '';
  }

  function endOf(mark: string): number {
    const end = source.indexOf(mark, at + 2);
    return end === -1 ? source.length : end + mark.length;
  }

  code(false);
  return found;
}
