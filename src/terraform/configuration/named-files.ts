import { posix } from 'node:path';
import { isSign } from '../hcl/body.js';
import { narrow, unwrapped } from '../hcl/narrow.js';
import {
  callsIn,
  closing,
  type FunctionCall,
  literalText,
  onlyReference,
  type Reference,
  referencesIn,
} from '../hcl/reference.js';
import { isFor, splitElements } from '../hcl/token-text.js';
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
  /** What stands behind the text that is known. */
  readonly computed?: readonly Token[];
}

/** Functions whose result has no `..` where their arguments have none, and none ends with a dot. */
const KEEPS_DOTS_APART =
  /^(?:lower|upper|trimspace|trimprefix|join|format|coalesce|lookup|element|concat|merge|flatten|distinct|sort|keys|values|toset|tolist|tomap|tostring|try|one|fileset|md5|sha1|sha256|sha512|length)$/;

const NOTHING: Evaluated = { text: '', complete: false };

/** Follows literals, `path.module`, locals, arguments of modules, keys and root variables. */
export class FileNames {
  constructor(
    private readonly configuration: Configuration,
    private readonly variables: Plan['variables'],
  ) {}

  /** @param expression that the call stands in */
  of(call: FunctionCall, place: Place, expression: readonly Token[]): NamedFile {
    const [argument = []] = splitElements(call.arguments, false);
    const { text, complete, computed = argument } = this.evaluate(argument, place, 0);
    const { root } = this.configuration;
    if (complete) return { path: resolved(root, text), complete: true };
    const slash = text.lastIndexOf('/');
    // Nothing in front of the computed part, or a `..` in it: it may lead anywhere in the repository.
    const isAnywhere = slash < 0 || this.climbs(computed, place, expression, 0);
    return { path: isAnywhere ? '.' : resolved(root, text.slice(0, slash + 1)), complete: false };
  }

  /** Whether the computed part of a path may have a `..` in it. Whatever is not known may. */
  private climbs(tokens: readonly Token[], place: Place, around: readonly Token[], depth: number): boolean {
    if (depth > 20 || tokens.some(({ kind, text }) => kind === 'literal' && /\.\.|\.\s*$|\\/.test(text))) return true;
    if (callsIn(tokens).some(({ name }) => !KEEPS_DOTS_APART.test(name))) return true;
    // What a `for` gives a name to stands around the path.
    if (hasBareName(tokens)) {
      const loops = loopsAround(tokens[0], around);
      if (loops.length === 0 || loops.some((one) => this.climbs(one, place, [], depth + 1))) return true;
    }
    return referencesIn(tokens).some((reference) => this.referenceClimbs(reference, place, depth));
  }

  private referenceClimbs({ root, steps: [first] }: Reference, place: Place, depth: number): boolean {
    const { module, instance, each } = place;
    const follow = (expression: readonly Token[] | undefined, where: Place) =>
      expression === undefined || this.climbs(expression, where, [], depth + 1);
    if (root === 'path' || root === 'count') return false;
    if (root === 'each') return follow(each?.forEach?.attribute.value, place);
    if (typeof first !== 'string') return true;
    if (root === 'local') return follow(module.locals.get(first)?.attribute.value, { module, instance });
    if (root !== 'var') return true;
    const last = instance.at(-1);
    if (last === undefined) return /\.\.|\."/.test(JSON.stringify(this.variables[first]?.value ?? '..'));
    const parent = this.configuration.module(callPath(instance.slice(0, -1)));
    const call = parent?.calls.get(last.name);
    if (parent === undefined || call === undefined) return true;
    const argument = attributeOf(call, first) ?? defaultOf(module, first);
    return follow(
      argument?.attribute.value,
      within({ module: parent, instance: instance.slice(0, -1) }, call, last.key),
    );
  }

  private evaluate(expression: readonly Token[], place: Place, depth: number): Evaluated {
    const tokens = unwrapped(expression).filter(({ kind }) => kind !== 'newline');
    if (depth > 20 || tokens.length === 0) return NOTHING;
    const literal = literalText(tokens);
    if (literal !== undefined) return { text: literal, complete: true };
    const reference = onlyReference(tokens);
    if (reference !== undefined) {
      // Where its computed part stands, names may mean something else than here.
      const { text, complete } = this.reference(reference, place, depth);
      return { text, complete };
    }
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
      if (token?.text !== '${') return { text, complete: false, computed: tokens.slice(at) };
      const end = closing(tokens, at);
      const inner = this.evaluate(tokens.slice(at + 1, end), place, depth + 1);
      text += inner.text;
      if (!inner.complete) return { text, complete: false, computed: tokens.slice(at) };
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

function hasBareName(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, at) =>
      token.kind === 'name' &&
      !isSign(tokens[at + 1], '(') &&
      !isSign(tokens[at + 1], '.') &&
      !isSign(tokens[at - 1], '.'),
  );
}

/** What the loops go through in whose brackets this token stands. */
function loopsAround(inner: Token | undefined, tokens: readonly Token[]): readonly (readonly Token[])[] {
  const at = inner === undefined ? -1 : tokens.indexOf(inner);
  return tokens.flatMap((token, from) => {
    if (from >= at || !/^[[{]$/.test(token.text) || !isFor(tokens, from + 1) || closing(tokens, from) < at) return [];
    const begins = tokens.findIndex(({ kind, text }, index) => index > from && kind === 'name' && text === 'in');
    const ends = tokens.findIndex((one, index) => index > begins && isSign(one, ':'));
    return begins < 0 || ends < 0 ? [] : [tokens.slice(begins + 1, ends)];
  });
}

function defaultOf(module: Place['module'], name: string) {
  const declaration = module.variables.get(name);
  return declaration === undefined ? undefined : attributeOf(declaration, 'default');
}

function fromRoot(root: string, directory: string): string {
  return posix.relative(posix.resolve('/', root), posix.resolve('/', directory)) || '.';
}

/** Terraform runs in the root module's folder. A path that leads out of the repository begins with `..` or `/`. */
export function resolved(root: string, text: string): string {
  return posix.isAbsolute(text) ? posix.normalize(text) : posix.normalize(posix.join(root, text));
}
