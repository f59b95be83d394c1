import { posix } from 'node:path';
import { isSign } from '../hcl/body.js';
import { narrow, unwrapped } from '../hcl/narrow.js';
import { closing, type FunctionCall, literalText, onlyReference, type Reference } from '../hcl/reference.js';
import { splitElements } from '../hcl/token-text.js';
import type { Token } from '../hcl/tokens.js';
import type { Json, Plan } from '../plan/json.js';
import { callPath } from '../plan/module-address.js';
import type { Configuration } from './configuration.js';
import { attributeOf } from './module-index.js';
import { type Place, settled, within } from './place.js';

/** Functions that read files: https://developer.hashicorp.com/terraform/language/functions */
const READS_FILES =
  /^(?:file|filebase64|filebase64sha256|filebase64sha512|filemd5|filesha1|filesha256|filesha512|fileexists|fileset|templatefile)$/;

export function readsFile({ name }: FunctionCall): boolean {
  return READS_FILES.test(name);
}

/** Whether a template may read files itself. */
export function templateReadsFiles(text: string): boolean {
  return /\b(?:file\w*|templatefile)\s*\(/.test(text);
}

/** The file or folder that a call reads, relative to the repository; of a path that is computed, as much as is known. */
export interface NamedFile {
  readonly path: string;
  readonly complete: boolean;
}

interface Evaluated {
  readonly text: string;
  readonly complete: boolean;
}

const NOTHING: Evaluated = { text: '', complete: false };

/** Follows literals, `path.module`, locals, arguments of modules, keys and root variables. */
export class FileNames {
  constructor(
    private readonly configuration: Configuration,
    private readonly variables: Plan['variables'],
  ) {}

  of(call: FunctionCall, place: Place): NamedFile {
    const [argument = []] = splitElements(call.arguments, false);
    const { text, complete } = this.evaluate(argument, place, 0);
    const { root } = this.configuration;
    if (complete) return { path: resolved(root, text), complete: true };
    const slash = text.lastIndexOf('/');
    // Nothing in front of the computed part: it may lead anywhere in the repository.
    return { path: slash < 0 ? '.' : resolved(root, text.slice(0, slash + 1)), complete: false };
  }

  private evaluate(expression: readonly Token[], place: Place, depth: number): Evaluated {
    const tokens = unwrapped(expression).filter(({ kind }) => kind !== 'newline');
    if (depth > 20 || tokens.length === 0) return NOTHING;
    const literal = literalText(tokens);
    if (literal !== undefined) return { text: literal, complete: true };
    const reference = onlyReference(tokens);
    if (reference !== undefined) return this.reference(reference, place, depth);
    if (tokens[0]?.kind === 'quote') return this.template(tokens.slice(1, -1), place, depth);
    const [name] = tokens;
    if (name?.kind === 'name' && isSign(tokens[1], '(') && closing(tokens, 1) === tokens.length - 1) {
      if (name.text === 'abspath' || name.text === 'pathexpand')
        return this.evaluate(tokens.slice(2, -1), place, depth + 1);
    }
    return NOTHING;
  }

  private template(tokens: readonly Token[], place: Place, depth: number): Evaluated {
    let text = '';
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      if (token?.kind === 'literal' && !/\\|\$\$\{|%%\{/.test(token.text)) {
        text += token.text;
        continue;
      }
      if (token?.text !== '${') return { text, complete: false };
      const end = closing(tokens, at);
      const inner = this.evaluate(tokens.slice(at + 1, end), place, depth + 1);
      text += inner.text;
      if (!inner.complete) return { text, complete: false };
      at = end;
    }
    return { text, complete: true };
  }

  private reference(reference: Reference, place: Place, depth: number): Evaluated {
    const [first, ...rest] = reference.steps.map((step) => settled(step, place));
    if (typeof first !== 'string') return NOTHING;
    const { module, instance, each } = place;
    switch (reference.root) {
      case 'path':
        return { text: first === 'module' ? fromRoot(this.configuration.root, module.directory) : '.', complete: true };
      case 'each':
      case 'count':
        if (first === 'value' || typeof each?.key === 'symbol' || each === undefined) return NOTHING;
        return { text: String(each.key), complete: true };
      case 'local': {
        const local = module.locals.get(first);
        if (local === undefined) return NOTHING;
        const { tokens, rest: left } = narrow(local.attribute.value, rest);
        return left.length > 0 ? NOTHING : this.evaluate(tokens, { module, instance }, depth + 1);
      }
      case 'var':
        return this.variable(first, rest, place, depth);
      default:
        return NOTHING;
    }
  }

  private variable(name: string, rest: readonly (string | number | object)[], place: Place, depth: number): Evaluated {
    const { instance } = place;
    const last = instance.at(-1);
    if (last === undefined) {
      const value: Json | undefined = rest.length === 0 ? this.variables[name]?.value : undefined;
      return typeof value === 'string' ? { text: value, complete: true } : NOTHING;
    }
    const parent = this.configuration.module(callPath(instance.slice(0, -1)));
    const call = parent?.calls.get(last.name);
    const argument = call === undefined ? undefined : attributeOf(call, name);
    if (parent === undefined || call === undefined || argument === undefined || rest.length > 0) return NOTHING;
    const outer = within({ module: parent, instance: instance.slice(0, -1) }, call, last.key);
    return this.evaluate(argument.attribute.value, outer, depth + 1);
  }
}

function fromRoot(root: string, directory: string): string {
  return posix.relative(posix.resolve('/', root), posix.resolve('/', directory)) || '.';
}

/** Terraform runs in the root module's folder. A path that leads out of the repository begins with `..` or `/`. */
export function resolved(root: string, text: string): string {
  return posix.isAbsolute(text) ? posix.normalize(text) : posix.normalize(posix.join(root, text));
}
