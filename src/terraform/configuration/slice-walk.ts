import { narrow } from '../hcl/narrow.js';
import {
  callsIn,
  onlyReference,
  type Reference,
  referencesIn,
  type Step,
  skipSplat,
  suffix,
} from '../hcl/reference.js';
import { blockDigest, expressionsOf } from '../hcl/token-text.js';
import type { Token } from '../hcl/tokens.js';
import { digest } from '../plan/digest.js';
import type { Json } from '../plan/json.js';
import { ANY_KEY, callPath, type ModuleStep, mayBe } from '../plan/module-address.js';
import { GatheredParts } from './gathered-parts.js';
import { valueAt } from './known-value.js';
import type { Material } from './material.js';
import { attributeOf, type Declaration, isRepeated, isTrue, type Named, type Piece } from './module-index.js';
import { FileNames, readsFile } from './named-files.js';
import { isOfSet, type Place, prefix, settled, within } from './place.js';
import type { Instance } from './plan-values.js';
import type { UnknownAtReview } from './slices.js';

/** Follows the references of expressions, and gathers what decides their values. */
export class SliceWalk extends GatheredParts {
  private readonly fileNames: FileNames;
  /** Set by whoever adds provider blocks, which are walked by other rules. */
  onProvider: ((key: string) => void) | undefined;

  constructor(
    material: Material,
    unknownAtReview: UnknownAtReview | undefined,
    /** In provider blocks sensitive values count by expression, since credentials rotate. */
    private readonly credentials: boolean = false,
  ) {
    super(material, unknownAtReview);
    this.fileNames = new FileNames(material.configuration, material.plan.variables);
  }

  /** A block with everything that it refers to. */
  block({ block, file }: Piece, name: string, place: Place): void {
    if (!this.first(`block ${name} ${file}:${block.line}`, place)) return;
    const { line, end } = block;
    this.add({ kind: 'block', name: `${prefix(place)}${name}`, file, line, end, digest: blockDigest(block) });
    for (const expression of expressionsOf(block.body)) this.expression(expression, place);
  }

  /** Blocks of one type, in their order: of many types it means something. */
  blocks(pieces: readonly Piece[], name: string, place: Place): void {
    for (const piece of pieces) this.block(piece, name, place);
    this.order(pieces, name, place);
  }

  /** The part of an expression that `steps` lead to, with everything that it refers to. */
  named({ attribute, file }: Named, name: string, steps: readonly Step[], place: Place): void {
    const settledSteps = steps.map((step) => settled(step, place));
    const { tokens, rest } = narrow(attribute.value, settledSteps);
    const taken = settledSteps.slice(0, settledSteps.length - rest.length);
    const full = `${name}${suffix(taken)}`;
    if (!this.first(`expression ${full} ${file}:${attribute.line} ${suffix(rest)}`, place)) return;
    this.text(tokens, `${prefix(place)}${full}`, { file, line: attribute.line });
    const only = rest.length === 0 ? undefined : onlyReference(tokens);
    if (only === undefined) this.expression(tokens, place);
    else this.reference({ ...only, steps: [...only.steps, ...rest] }, place);
  }

  expression(tokens: readonly Token[], place: Place): void {
    if (this.isUnread(place.module)) return;
    for (const reference of referencesIn(tokens)) this.reference(reference, place);
    for (const call of callsIn(tokens)) {
      // Its template may come from anywhere, and read files.
      if (call.name === 'templatestring') this.file('.');
      if (!readsFile(call)) continue;
      this.file(this.fileNames.of(call, place, tokens).path, call.name === 'templatefile');
    }
  }

  reference(reference: Reference, place: Place): void {
    const steps = reference.steps.map((step) => settled(step, place));
    const [first, ...rest] = steps;
    if (typeof first !== 'string') return;
    switch (reference.root) {
      case 'local': {
        const local = place.module.locals.get(first);
        const { module, instance } = place;
        if (local !== undefined) this.named(local, `local.${first}`, rest, { module, instance });
        return;
      }
      case 'var':
        if (place.instance.length === 0) this.rootVariable(first, rest, place);
        else this.argument(first, rest, place);
        return;
      case 'module':
        this.output(first, rest, place);
        return;
      case 'each':
        if (first === 'value') this.eachValue(rest, place);
        return;
      case 'data':
      case 'ephemeral':
        this.object(reference.root, first, rest, place);
        return;
      case 'resource':
        this.object('managed', first, rest, place);
        return;
      default:
        this.object('managed', reference.root, steps, place);
    }
  }

  private eachValue(steps: readonly Step[], { module, instance, each }: Place): void {
    if (each?.forEach === undefined || isOfSet(each)) return;
    const key = typeof each.key === 'string' || typeof each.key === 'number' ? [each.key] : [];
    // Without the key nothing of the map can be told apart.
    this.named(each.forEach, 'for_each', key.length === 0 ? [] : [...key, ...steps], { module, instance });
  }

  protected rootVariable(name: string, steps: readonly Step[], place: Place): void {
    const { plan, volatile, words } = this.material;
    const declaration = place.module.variables.get(name);
    const says = (word: string) => declaration !== undefined && isTrue(declaration, word);
    const sensitive = says('sensitive');
    const given = plan.variables[name];
    if (volatile.has(name) || says('ephemeral') || (sensitive && this.credentials) || given === undefined) {
      this.declared(declaration, `var.${name}`, place, ['default', 'sensitive']);
      return;
    }
    const value: Json = given.value ?? null;
    const address = `var.${name}`;
    const instance: Instance = { address, type: 'var', module: [], value, unknown: undefined, sensitive };
    // A variable is known, now and at review.
    const { text } = valueAt(instance, steps, { words, isCode: () => false }, undefined);
    this.add({ kind: 'value', name: `${address}${suffix(steps)}`, digest: digest([text]) });
  }

  private argument(name: string, steps: readonly Step[], place: Place): void {
    const { configuration } = this.material;
    const last = place.instance.at(-1);
    const instance = place.instance.slice(0, -1);
    const module = configuration.module(callPath(instance));
    const call = last === undefined ? undefined : module?.calls.get(last.name);
    if (module === undefined || last === undefined || call === undefined) {
      this.everything(name);
      return;
    }
    if (this.isUnread(module)) return;
    const declaration = place.module.variables.get(name);
    const argument = attributeOf(call, name);
    const nullable = declaration !== undefined && attributeOf(declaration, 'nullable') !== undefined;
    const withDefault = argument === undefined || nullable;
    // Whether it may be shown is a part of a value.
    const always = ['type', 'nullable', 'sensitive'];
    this.declared(declaration, `var.${name}`, place, [...always, ...(withDefault ? ['default'] : [])]);
    const outer = within({ module, instance }, call, last.key);
    if (argument !== undefined) this.named(argument, `module.${last.name}.${name}`, steps, outer);
  }

  declared(declaration: Declaration | undefined, shown: string, place: Place, attributes: readonly string[]): void {
    for (const attribute of attributes) {
      const found = declaration === undefined ? undefined : attributeOf(declaration, attribute);
      if (found !== undefined) this.named(found, `${shown} (${attribute})`, [], place);
    }
  }

  protected output(name: string, steps: readonly Step[], place: Place): void {
    const { configuration } = this.material;
    if (this.isUnread(place.module)) return;
    const call = place.module.calls.get(name);
    const module = configuration.module([...place.module.path, name]);
    if (call === undefined || module === undefined || this.isUnread(module)) return;
    const repeated = isRepeated(call);
    const [index, ...behind] = steps;
    const [output, ...rest] = repeated ? behind : skipSplat(steps);
    const key = repeated ? (typeof index === 'object' || index === undefined ? ANY_KEY : index) : undefined;
    const step: ModuleStep = { name, key };
    const inner: Place = { module, instance: [...place.instance, step] };
    const names = typeof output === 'string' ? [output] : [...module.outputs.keys()];
    for (const one of names) {
      const declaration = module.outputs.get(one);
      const value = declaration === undefined ? undefined : attributeOf(declaration, 'value');
      if (value !== undefined) this.named(value, `output.${one}`, typeof output === 'string' ? rest : [], inner);
      this.declared(declaration, `output.${one}`, inner, ['sensitive']);
    }
  }

  /** A resource, a data source or an ephemeral one. */
  protected object(mode: 'managed' | 'data' | 'ephemeral', type: string, steps: readonly Step[], place: Place): void {
    const [name, ...rest] = steps;
    if (typeof name !== 'string') return;
    const { module, instance } = place;
    const declared = mode === 'managed' ? module.resources : mode === 'data' ? module.data : module.ephemeral;
    const declaration = declared.get(`${type}.${name}`);
    // A name of a "for", or of a "dynamic" block: it repeats what stands in the same expression.
    if (declaration === undefined) return;
    const shown = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
    const repeated = isRepeated(declaration);
    const [index, ...behind] = rest;
    const path = repeated ? behind : skipSplat(rest);
    if (mode === 'ephemeral') {
      this.declaration(declaration, shown, place);
      return;
    }
    const all = this.material.values.of(mode, callPath(instance), type, name);
    const instances = all
      .filter((one) => mayBe(one.module, instance))
      .filter(({ key }) => !repeated || index === undefined || typeof index === 'object' || key === index);
    if (instances.length === 0) {
      // With a data source that was not read nothing is known but its block.
      if (mode === 'data') this.declaration(declaration, shown, place);
      this.add({ kind: 'absent', name: `${prefix(place)}${shown}`, digest: digest(['no instance']) });
    }
    for (const one of instances) this.value(one, mode, path, declaration, shown, place);
  }

  private value(
    instance: Instance,
    mode: 'managed' | 'data',
    path: readonly Step[],
    declaration: Declaration,
    shown: string,
    place: Place,
  ): void {
    const { text, unknown, sensitive } = valueAt(instance, path, this.material, this.unknownAtReview);
    const byExpression = sensitive && this.credentials;
    if (byExpression || (mode === 'data' && unknown !== 'nothing'))
      this.declaration(declaration, shown, place, instance);
    // What a resource will be is in an entry of its own.
    if (byExpression || unknown === 'all') return;
    const name = `${instance.address}${suffix(path)}`;
    if (this.first(`value ${name}`, undefined)) this.add({ kind: 'value', name, digest: digest([text]) });
  }

  /** A data or ephemeral block that is read during the apply: what it says, and by which provider. */
  private declaration(declaration: Declaration, shown: string, place: Place, instance?: Instance): void {
    const inner = within(
      instance === undefined ? place : { ...place, instance: instance.module },
      declaration,
      instance?.key,
    );
    for (const piece of declaration.pieces) this.block(piece, shown, inner);
    const key = this.material.providers.keyOf(place.module.path, shown);
    if (key !== undefined) this.onProvider?.(key);
  }
}
