import { asError } from '../errors.js';
import { type Attribute, type Block, isSign, readBody } from '../terraform/hcl/body.js';
import { literalText } from '../terraform/hcl/reference.js';
import { expressionsOf } from '../terraform/hcl/token-text.js';
import type { Token } from '../terraform/hcl/tokens.js';
import type { Repository } from './repository.js';

export interface Variable {
  readonly name: string;
  /** The text of a literal default, `null` for `null`; absent where there is none or it is another value. */
  readonly usual?: string | null;
  readonly hasDefault: boolean;
}

/** A root module, as far as its own files show it. */
export interface Stack {
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly outputs: ReadonlySet<string>;
  /** Of the `backend` block, or of `cloud`. */
  readonly backend?: { readonly type: string; readonly settings: readonly string[] } | undefined;
  /** The packages that it takes out of `lambda_packages`; absent where it takes whatever is there. */
  readonly packages?: ReadonlySet<string> | undefined;
}

/** A sentence instead of a stack: why there is none that could be read. */
export function readStack(
  directory: string,
  { names, read }: Repository,
): Stack | 'no files' | { readonly why: string } {
  const files = names(directory).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name));
  if (files.length === 0) return 'no files';
  if (files.some((name) => name.endsWith('.json'))) return { why: 'it has files in JSON' };
  const blocks: Block[] = [];
  for (const name of files) {
    try {
      blocks.push(...readBody(read(`${directory}/${name}`)).blocks);
    } catch (thrown) {
      return { why: `${directory}/${name}: ${asError(thrown).message}` };
    }
  }
  const named = (type: string) => blocks.filter((block) => block.type === type);
  return {
    directory,
    variables: new Map(named('variable').map((block) => [block.labels[0] ?? '', variableOf(block)])),
    outputs: new Set(named('output').map(({ labels }) => labels[0] ?? '')),
    backend: named('terraform').flatMap(({ body }) => body.blocks.flatMap(backendOf))[0],
    packages: packagesOf(blocks),
  };
}

/** What a file of variables gives: a literal's text, `undefined` for another value. */
export function variablesIn(text: string): ReadonlyMap<string, string | undefined> {
  return new Map([...attributesIn(text)].map(([name, value]) => [name, literalText(value)]));
}

/** Empty for a file that cannot be read. */
export function attributesIn(text: string): ReadonlyMap<string, readonly Token[]> {
  try {
    return new Map(readBody(text).attributes.map(({ name, value }) => [name, value]));
  } catch {
    return new Map();
  }
}

function variableOf({ labels: [name = ''], body }: Block): Variable {
  const usual = body.attributes.find((attribute) => attribute.name === 'default');
  if (usual === undefined) return { name, hasDefault: false };
  const text = isNull(usual) ? null : literalText(usual.value);
  return text === undefined ? { name, hasDefault: true } : { name, hasDefault: true, usual: text };
}

function isNull({ value }: Attribute): boolean {
  return value.length === 1 && value[0]?.text === 'null';
}

function backendOf({ type, labels: [label = ''], body }: Block) {
  if (type !== 'backend' && type !== 'cloud') return [];
  return [{ type: type === 'cloud' ? type : label, settings: body.attributes.map(({ name }) => name) }];
}

function packagesOf(blocks: readonly Block[]): ReadonlySet<string> | undefined {
  const taken = new Set<string>();
  for (const block of blocks) {
    if (block.type === 'variable' || block.type === 'output') continue;
    for (const tokens of expressionsOf(block.body)) {
      for (const [at, token] of tokens.entries()) {
        if (token.text !== 'lambda_packages' || tokens[at - 2]?.text !== 'var') continue;
        const name = takenAt(tokens, at);
        if (name === undefined) return undefined;
        taken.add(name);
      }
    }
  }
  return taken;
}

/** `var.lambda_packages["api"]`, `.api`, `lookup(..., "api")` or `contains(keys(...), "api")`. */
function takenAt(tokens: readonly Token[], at: number): string | undefined {
  const next = tokens[at + 1];
  if (isSign(next, '.')) return tokens[at + 2]?.kind === 'name' ? tokens[at + 2]?.text : undefined;
  if (isSign(next, '[')) return literalText(tokens.slice(at + 2, at + 5));
  const before = tokens.slice(Math.max(at - 6, 0), at - 2).map(({ text }) => text);
  if (before.slice(-2).join('') === 'lookup(' && isSign(next, ',')) return literalText(tokens.slice(at + 2, at + 5));
  if (before.join('') === 'contains(keys(' && isSign(next, ')')) return literalText(tokens.slice(at + 3, at + 6));
  return undefined;
}
