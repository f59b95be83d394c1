import { isObject } from '../plan/fields.js';
import type { Json } from '../plan/json.js';
import { readBody } from './body.js';
import { UnreadableHcl } from './tokens.js';

/** The files of a root module in which a `terraform` block says who keeps the state, by name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Who keeps the state, and the file that says so. */
export interface StateKeeper {
  /** `cloud`, or the type of the backend. */
  readonly type: string;
  readonly file: string;
}

/**
 * The `cloud` or `backend` block of a root module. A file that cannot be read says nothing: Terraform itself tells what is
 * wrong with it. Override files come last, as they do in Terraform.
 */
export function stateKeeper(files: readonly NamedText[]): StateKeeper | undefined {
  const isOverride = ({ name }: NamedText) => /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(name);
  const inOrder = [...files.filter((file) => !isOverride(file)), ...files.filter(isOverride)];
  return inOrder.flatMap(({ name, text }) => typesIn(name, text).map((type) => ({ type, file: name }))).at(-1);
}

function typesIn(name: string, text: string): readonly string[] {
  try {
    return name.endsWith('.json') ? ofJson(JSON.parse(text)) : ofBlocks(text);
  } catch (thrown) {
    if (thrown instanceof UnreadableHcl || thrown instanceof SyntaxError) return [];
    throw thrown;
  }
}

function ofBlocks(text: string): readonly string[] {
  return readBody(text)
    .blocks.filter(({ type }) => type === 'terraform')
    .flatMap(({ body }) => body.blocks)
    .flatMap(({ type, labels }) => (type === 'cloud' ? ['cloud'] : type === 'backend' ? labels.slice(0, 1) : []));
}

function ofJson(document: Json): readonly string[] {
  if (!isObject(document)) return [];
  return [document.terraform].flat().flatMap((block) => {
    if (!isObject(block)) return [];
    const backends = [block.backend].flat().flatMap((backend) => (isObject(backend) ? Object.keys(backend) : []));
    return block.cloud === undefined ? backends : ['cloud', ...backends];
  });
}
