import type { SlicePart } from '../configuration/slice.js';

/** Why a plan would be another one. */
export interface Outdated {
  /** What a person knows it by: `local.cidr`. */
  readonly what: string;
  /** Absent where it stands in none. */
  readonly file: string | undefined;
  /** Which address needs it: a planned one, or what is used with it. */
  readonly usedBy: string;
}

export function because({ name, file }: SlicePart, usedBy: string): Outdated {
  return { what: name, file, usedBy: usedBy.replace(/(^|\.)call\.([^.]+)$/, '$1module.$2') };
}

export function isOutput(address: string): boolean {
  return /(?:^|\.)output\.[^.]+$/.test(address);
}
