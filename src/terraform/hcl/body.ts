import { type Token, tokensOf, UnreadableHcl } from './tokens.js';

export interface Attribute {
  readonly name: string;
  /** The expression, without newlines at its ends. */
  readonly value: readonly Token[];
  readonly line: number;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly line: number;
  /** Of its closing brace. */
  readonly end: number;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** Splits a file into its attributes and blocks, nested ones too. Throws `UnreadableHcl`. */
export function readBody(text: string): Body {
  const reader = new BodyReader(tokensOf(text));
  return reader.body(false);
}

class BodyReader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  body(nested: boolean): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      const token = this.tokens[this.at];
      if (token === undefined) {
        if (nested) throw new UnreadableHcl(this.tokens.at(-1)?.line ?? 1);
        return { attributes, blocks };
      }
      if (token.kind === 'newline') this.at++;
      else if (nested && token.text === '}') {
        this.at++;
        return { attributes, blocks };
      } else if (token.kind !== 'name') throw new UnreadableHcl(token.line);
      else if (isSign(this.tokens[this.at + 1], '=')) attributes.push(this.attribute(token));
      else blocks.push(this.block(token));
    }
  }

  private attribute({ text: name, line }: Token): Attribute {
    this.at += 2;
    const from = this.at;
    const to = endOfExpression(this.tokens, from);
    if (to === from) throw new UnreadableHcl(line);
    this.at = to;
    return { name, value: this.tokens.slice(from, to), line };
  }

  private block({ text: type, line }: Token): Block {
    this.at++;
    const labels: string[] = [];
    for (;;) {
      const token = this.tokens[this.at];
      if (token?.kind === 'name') {
        labels.push(token.text);
        this.at++;
      } else if (token?.kind === 'quote') {
        const literal = this.tokens[this.at + 1];
        const close = literal?.kind === 'quote' ? this.at + 1 : this.at + 2;
        if (this.tokens[close]?.kind !== 'quote') throw new UnreadableHcl(line);
        labels.push(literal?.kind === 'literal' ? literal.text : '');
        this.at = close + 1;
      } else if (isSign(token, '{')) {
        this.at++;
        const body = this.body(true);
        return { type, labels, body, line, end: this.tokens[this.at - 1]?.line ?? line };
      } else throw new UnreadableHcl(token?.line ?? line);
    }
  }
}

/** The index behind an expression: its line ends, or the block that holds it. */
function endOfExpression(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'newline' && depth === 0) return at;
    if (token.kind !== 'sign') continue;
    if (opens(token.text)) depth++;
    else if (closes(token.text)) {
      if (depth === 0) return at;
      depth--;
    }
  }
  return tokens.length;
}

export function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

/** Brackets, and what begins an interpolation. */
export function opens(text: string): boolean {
  return text === '{' || text === '[' || text === '(' || text.startsWith('${') || text.startsWith('%{');
}

export function closes(text: string): boolean {
  return text === '}' || text === ']' || text === ')' || text === '~}';
}
