import { asError } from '../../errors.js';

/**
 * The `required_version` of each `terraform` block of one file. A block that cannot be read says nothing: Terraform
 * itself tells what is wrong with it.
 *
 * @param name decides the language: `.tf` and `.tofu`, or `.tf.json` and `.tofu.json`
 */
export function requiredVersions(name: string, text: string): readonly string[] {
  return name.endsWith('.json') ? ofJson(text) : ofBlocks(text);
}

function ofJson(text: string): readonly string[] {
  try {
    const document: unknown = JSON.parse(text);
    const settings = [member(document, 'terraform')].flat();
    return settings.map((block) => member(block, 'required_version')).filter((value) => typeof value === 'string');
  } catch (thrown) {
    if (asError(thrown).name === 'SyntaxError') return [];
    throw thrown;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function ofBlocks(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let inside = false;
  const last: string[] = [];
  for (const token of tokens(text)) {
    if (token === '{') {
      if (depth === 0) inside = last.at(-1) === 'terraform' && last.length === 1;
      depth++;
    } else if (token === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0) inside = false;
    } else if (inside && depth === 1 && last.at(-1) === '=' && last.at(-2) === 'required_version') {
      const value = /^"([^"\\$%]*)"$/.exec(token)?.[1];
      if (value !== undefined) found.push(value);
    }
    if (token === '\n' || token === '{' || token === '}') last.length = 0;
    else last.push(token);
  }
  return found;
}

/** Words, texts with their quotes, single characters and line ends; no comments, no heredocs. */
function* tokens(text: string): Generator<string> {
  const next = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<<-?([\w-]+)[^\n]*\n|[\w-]+|[^\S\n]+|[\s\S]/gy;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const [token, marker] = match;
    if (marker !== undefined) next.lastIndex = afterHeredoc(text, next.lastIndex, marker);
    else if (token === '"') {
      const end = afterString(text, next.lastIndex);
      yield text.slice(next.lastIndex - 1, end);
      next.lastIndex = end;
    } else if (!/^(#|\/\/|\/\*|[^\S\n]+$)/.test(token)) yield token;
  }
}

/** The index after the line that is the marker. */
function afterHeredoc(text: string, from: number, marker: string): number {
  const end = new RegExp(`^[^\\S\\n]*${marker}[^\\S\\n]*\\r?$`, 'gm');
  end.lastIndex = from;
  return end.exec(text) === null ? text.length : end.lastIndex;
}

/** The index after the closing quote. An interpolation may hold texts of its own. */
function afterString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const rest = text.slice(at, at + 2);
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
    else if ((rest === '${' || rest === '%{') && text[at - 1] !== text[at]) at = afterInterpolation(text, at + 2) - 1;
  }
  return text.length;
}

function afterInterpolation(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') at = afterString(text, at + 1) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}
