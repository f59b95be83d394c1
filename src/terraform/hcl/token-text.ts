import { digest } from '../plan/digest.js';
import type { Attribute, Block, Body } from './body.js';
import { closes, isSign, opens } from './body.js';
import type { Token } from './tokens.js';

/**
 * An expression's tokens without what only lays it out: a newline within round or square brackets, a trailing comma, and
 * between the elements of an object a newline and a comma are the same.
 */
export function plainTokens(tokens: readonly Token[]): readonly string[] {
  const plain: string[] = [];
  const open: string[] = [];
  let separated = false;
  tokens.forEach((token, index) => {
    const inObject = open.at(-1) === '{';
    if (token.kind === 'newline') {
      if (inObject) separated = true;
      return;
    }
    const { text } = token;
    if (token.kind === 'sign' && text === ',') {
      separated = true;
      return;
    }
    const closing = token.kind === 'sign' && closes(text);
    if (separated && !closing && !isOpening(plain.at(-1))) plain.push('sign:,');
    separated = false;
    plain.push(`${token.kind}:${text}`);
    if (token.kind !== 'sign') return;
    if (closing) open.pop();
    // A "for" in braces is one expression: a newline in it separates nothing.
    else if (opens(text)) open.push(text === '{' && isFor(tokens, index + 1) ? '(' : text);
  });
  return plain;
}

/** Whether `for NAME` stands here, behind newlines. */
export function isFor(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (tokens[at]?.kind === 'newline') at++;
  return tokens[at]?.text === 'for' && tokens[at]?.kind === 'name' && tokens[at + 1]?.kind === 'name';
}

const DIGESTS = new WeakMap<readonly Token[], string>();

export function expressionDigest(tokens: readonly Token[]): string {
  const known = DIGESTS.get(tokens);
  if (known !== undefined) return known;
  const made = digest(plainTokens(tokens));
  DIGESTS.set(tokens, made);
  return made;
}

/** Attributes may stand in any order; blocks may not, since their order can be a value. */
export function blockDigest(block: Block): string {
  return digest([block.type, ...block.labels, '{', ...bodyTexts(block.body), '}']);
}

export function bodyTexts({ attributes, blocks }: Body): readonly string[] {
  return [...attributes.map(attributeText).sort(), ...blocks.map(blockDigest)];
}

function attributeText({ name, value }: Attribute): string {
  return `${name}=${expressionDigest(value)}`;
}

/** All expressions of a body, nested ones too. */
export function expressionsOf({ attributes, blocks }: Body): readonly (readonly Token[])[] {
  return [...attributes.map(({ value }) => value), ...blocks.flatMap(({ body }) => expressionsOf(body))];
}

function isOpening(plain: string | undefined): boolean {
  if (plain === undefined || !plain.startsWith('sign:')) return false;
  return opens(plain.slice('sign:'.length));
}

/** The parts between commas (in braces: newlines too) at the outermost depth. */
export function splitElements(tokens: readonly Token[], atNewlines: boolean): readonly (readonly Token[])[] {
  const elements: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const ends = isSign(token, ',') || (atNewlines && token.kind === 'newline');
    if (depth === 0 && ends) {
      elements.push([]);
      continue;
    }
    if (token.kind === 'sign') depth += opens(token.text) ? 1 : closes(token.text) ? -1 : 0;
    elements.at(-1)?.push(token);
  }
  return elements.filter((element) => element.some(({ kind }) => kind !== 'newline'));
}
