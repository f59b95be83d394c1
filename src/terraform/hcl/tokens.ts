// The words of HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md), as far as they are needed to split
// blocks and to compare text: nothing is evaluated.

export type TokenKind =
  | 'name'
  | 'number'
  /** Operators, brackets, `${` and `%{` with their closing `}`. */
  | 'sign'
  /** `"`, at the beginning and at the end. */
  | 'quote'
  /** Text between quotes or in a heredoc, as written. */
  | 'literal'
  /** `<<NAME` and, at the end, `NAME`. */
  | 'heredoc'
  | 'newline';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

const SPACE = /[ \t\r\u00a0\ufeff]+|\/\*[\s\S]*?\*\//y;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}_-]*)[ \t]*\r?\n/uy;
const SIGN = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%<>=!?:.,{}[\]()]/y;
/** Up to something that may end the literal. `$${` and `%%{` are text; a lone `$` or `%` too. */
const QUOTED = /(?:\\[^\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{)|[^"\\$%\n])+/y;
const HEREDOC_LINE = /(?:\$\$\{|%%\{|\$(?!\{)|%(?!\{)|[^$%\n])*/y;
const TEMPLATE = /[$%]\{~?/y;

/** Where reading stopped: this is no HCL, or a form of it that is not known here. */
export class UnreadableHcl extends Error {
  constructor(readonly line: number) {
    super(`line ${line} is no HCL that could be read`);
  }
}

/** All tokens but comments. Throws `UnreadableHcl`. */
export function tokensOf(text: string): readonly Token[] {
  return new Lexer(text).all();
}

class Lexer {
  private at = 0;
  private line = 1;
  private readonly found: Token[] = [];

  constructor(private readonly text: string) {}

  all(): readonly Token[] {
    this.code(undefined);
    return this.found;
  }

  /** Reads up to the `}` that closes an interpolation; without one, up to the end. */
  private code(opening: string | undefined): void {
    const open: string[] = [];
    while (this.at < this.text.length) {
      if (this.skip(SPACE) || this.skip(LINE_COMMENT)) continue;
      const next = this.text[this.at];
      if (next === '\n') {
        this.push('newline', '\n');
      } else if (next === '"') {
        this.quoted();
      } else if (next === '<' && this.text.startsWith('<<', this.at)) {
        this.heredoc();
      } else if (this.take('name', NAME) || this.take('number', NUMBER)) {
      } else {
        // A comment that does not end would be two operators.
        const sign = this.text.startsWith('/*', this.at) ? undefined : this.match(SIGN);
        if (sign === undefined) {
          // `~}` ends an interpolation and eats the space behind it.
          if (opening !== undefined && open.length === 0 && this.text.startsWith('~}', this.at)) {
            this.push('sign', '~}');
            return;
          }
          throw new UnreadableHcl(this.line);
        }
        if (sign === '}' && open.length === 0 && opening !== undefined) {
          this.push('sign', sign);
          return;
        }
        if (sign === '{' || sign === '[' || sign === '(') open.push(sign);
        else if ((sign === '}' || sign === ']' || sign === ')') && open.pop() !== OPENS[sign]) {
          throw new UnreadableHcl(this.line);
        }
        this.push('sign', sign);
      }
    }
    if (opening !== undefined || open.length > 0) throw new UnreadableHcl(this.line);
  }

  private quoted(): void {
    this.push('quote', '"');
    for (;;) {
      this.take('literal', QUOTED);
      if (this.text[this.at] === '"') {
        this.push('quote', '"');
        return;
      }
      if (!this.interpolation()) throw new UnreadableHcl(this.line);
    }
  }

  private heredoc(): void {
    HEREDOC.lastIndex = this.at;
    const opening = HEREDOC.exec(this.text);
    if (opening === null) throw new UnreadableHcl(this.line);
    const [whole, marker = ''] = opening;
    this.push('heredoc', whole);
    for (let startOfLine = true; ; ) {
      const from = this.match(HEREDOC_LINE) ?? '';
      const end = this.at + from.length;
      const ends = end >= this.text.length;
      if (startOfLine && (ends || this.text[end] === '\n') && from.trim() === marker) {
        this.push('heredoc', from);
        return;
      }
      if (ends) throw new UnreadableHcl(this.line);
      if (this.text[end] === '\n') {
        this.push('literal', `${from}\n`);
        startOfLine = true;
      } else {
        if (from !== '') this.push('literal', from);
        this.interpolation();
        startOfLine = false;
      }
    }
  }

  private interpolation(): boolean {
    const opening = this.match(TEMPLATE);
    if (opening === undefined) return false;
    this.push('sign', opening);
    this.code(opening);
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private take(kind: TokenKind, pattern: RegExp): boolean {
    const text = this.match(pattern);
    if (text === undefined || text === '') return false;
    this.push(kind, text);
    return true;
  }

  private skip(pattern: RegExp): boolean {
    const text = this.match(pattern);
    if (text === undefined) return false;
    this.move(text);
    return true;
  }

  private push(kind: TokenKind, text: string): void {
    this.found.push({ kind, text: kind === 'heredoc' ? text.trim() : text, line: this.line });
    this.move(text);
  }

  private move(text: string): void {
    this.at += text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line++;
  }
}

const OPENS: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };
