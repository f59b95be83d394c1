import { counted } from '../../counted.js';
import type { PackageReport } from '../../operation/run/outcome.js';
import { codeSpan, folded } from '../kit/markdown.js';
import { type Section, whole } from '../kit/size-budget.js';
import { bytes } from './site.js';

/** The Lambda packages: which are new code, and under which key each is stored. */
export function packagesSection(rank: number, packages: readonly PackageReport[] | undefined): Section {
  if (packages === undefined || packages.length === 0) return whole(rank, '');
  const isNew = packages.filter(({ state }) => state === 'new').length;
  const rows = packages.map(
    ({ name, bytes: size, state, key }) =>
      `| ${codeSpan(name)} | ${state === 'new' ? 'new code' : 'unchanged'} | ${bytes(size)} | ${codeSpan(key)} |`,
  );
  const table = ['| Package | State | Size | Key |', '| :-- | :-- | --: | :-- |', ...rows].join('\n');
  return whole(rank, folded(`${counted(packages.length, 'Lambda package')}, ${isNew} with new code`, table));
}
