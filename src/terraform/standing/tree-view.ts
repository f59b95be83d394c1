import { sliceFrom } from '../configuration/slice.js';
import type { AddressUnits, Closure } from './address-units.js';
import type { Link, Surface } from './text-walk.js';
import type { TreeClosures } from './tree-closures.js';

/** The texts of one commit, in which a reference to what stays as it is leads no further. */
export class TreeView {
  private readonly known = new Map<string, Closure>();
  private readonly knownUnits = new Map<string, AddressUnits | undefined>();

  /** @param isStable whether what a reference asks for is the same at the plan and now, whatever texts say */
  constructor(
    readonly tree: TreeClosures,
    private readonly isStable: (link: Link) => boolean,
  ) {}

  /** All but its programs. @param address without instance keys, as `addressWithoutKeys` writes it */
  of(address: string): Closure {
    const known = this.known.get(address) ?? this.reached(this.tree.surface(address));
    this.known.set(address, known);
    return known;
  }

  programs(address: string): Closure {
    return this.reached(this.tree.programs(address));
  }

  contents(address: string): Closure {
    return this.reached(this.tree.contents(address));
  }

  /** What its own expressions ask for that may be another by now. */
  asked(address: string): readonly Link[] {
    return this.tree.surface(address).links.filter((link) => !this.isStable(link));
  }

  calls(address: string): Closure {
    return this.reached(this.tree.calls(address));
  }

  /** `undefined`: it is no resource that can be told apart. */
  units(address: string): AddressUnits | undefined {
    if (!this.knownUnits.has(address)) this.knownUnits.set(address, this.unitsAt(address));
    return this.knownUnits.get(address);
  }

  private unitsAt(address: string): AddressUnits | undefined {
    const parts = this.tree.parts(address);
    if (parts === undefined) return undefined;
    const leaves = [...parts.leaves].map(([path, leaf]) => [path, { ...leaf, ...this.reached(leaf) }] as const);
    return { leaves: new Map(leaves), rest: this.reached(parts.rest) };
  }

  private reached({ parts: own, links }: Surface): Closure {
    const parts = [...own];
    const uses = new Map<string, Link>();
    const read = new Set<string>();
    const left = [...links];
    for (const link of left) {
      if (this.isStable(link)) continue;
      uses.set(`${link.address} ${link.attribute ?? ''}`, link);
      if (read.has(link.address)) continue;
      read.add(link.address);
      const contents = this.tree.contents(link.address);
      parts.push(...contents.parts);
      left.push(...contents.links);
    }
    return { slice: sliceFrom(parts), uses: [...uses.values()] };
  }
}
