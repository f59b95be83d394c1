import { callsIn } from '../hcl/reference.js';
import { blockDigest, expressionDigest } from '../hcl/token-text.js';
import type { Token } from '../hcl/tokens.js';
import { digest } from '../plan/digest.js';
import { allSources } from './all-sources.js';
import type { Module } from './configuration.js';
import type { Material } from './material.js';
import type { Piece } from './module-index.js';
import { templateReadsFiles } from './named-files.js';
import { type Place, prefix } from './place.js';
import { type Slice, type SlicePart, sliceFrom } from './slice.js';
import type { UnknownAtReview } from './slices.js';

/** The parts of one slice while they are found. */
export class GatheredParts {
  private readonly parts: SlicePart[] = [];
  private readonly seen = new Set<string>();

  constructor(
    readonly material: Material,
    protected readonly unknownAtReview: UnknownAtReview | undefined,
  ) {}

  slice(): Slice {
    return sliceFrom(this.parts);
  }

  add(part: SlicePart): void {
    this.parts.push(part);
  }

  /** An expression as it is written, in an attribute that begins at `line`. */
  text(tokens: readonly Token[], name: string, { file, line }: { readonly file: string; readonly line: number }): void {
    const [first, last] = [tokens[0]?.line ?? line, tokens.at(-1)?.line ?? line];
    this.add({ kind: 'expression', name, file, line: first, end: last, digest: expressionDigest(tokens) });
  }

  /** The order of several blocks, which the parts themselves do not have. */
  order(pieces: readonly Piece[], name: string, place: Place): void {
    const [first, ...others] = pieces;
    if (first === undefined || others.length === 0) return;
    const { file, block } = first;
    const order = digest(['order', ...pieces.map((piece) => blockDigest(piece.block))]);
    this.add({ kind: 'block', name: `${prefix(place)}${name} (order)`, file, line: block.line, digest: order });
  }

  file(path: string, template = false): void {
    const { files } = this.material.configuration;
    const found = files.digestOf(path);
    if (found === undefined) this.add({ kind: 'absent', name: path, digest: digest(['absent']) });
    else this.add({ kind: found.kind, name: path, file: path, digest: found.digest });
    if (template && templateReadsFiles(files.textOf(path) ?? '')) this.file('.');
  }

  /** What cannot be read piece by piece: every source, every value. */
  everything(because: string): void {
    if (!this.first('everything', undefined)) return;
    const { material, unknownAtReview } = this;
    this.add({ kind: 'sources', name: 'all sources', file: because, digest: allSources(material, unknownAtReview) });
  }

  /** Whether a module cannot be read: then it takes everything along. */
  protected isUnread({ unreadable }: Module): boolean {
    if (unreadable !== undefined) this.everything(unreadable);
    return unreadable !== undefined;
  }

  /** Whether this was not met before: references may go in circles through modules. */
  protected first(what: string, place: Place | undefined): boolean {
    const where = place === undefined ? '' : `${prefix(place)}${String(place.each?.key ?? '')}`;
    const key = `${where} ${what}`;
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }
}

/** Whether an expression names the time of the plan itself, which is known and another one in each plan. */
export function callsPlanTime(expression: readonly Token[]): boolean {
  return callsIn(expression).some(({ name }) => name === 'plantimestamp');
}
