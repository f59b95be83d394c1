import type { Configuration } from '../configuration/configuration.js';
import { attributeOf, blocksOf, type Declaration, type Named } from '../configuration/module-index.js';
import { parsePath } from '../plan/attribute-path.js';
import { isReplacedOrDeleted, type ResourceChange } from '../plan/change-set.js';
import { callPath, moduleSteps } from '../plan/module-address.js';

/** A line of the configuration. */
export interface ConfigurationLine {
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
}

/** Terraform's words for what an argument of its own decides, and that argument. */
const DECIDED_BY: Readonly<Record<string, string>> = {
  delete_because_count_index: 'count',
  delete_because_each_key: 'for_each',
  delete_because_wrong_repetition: 'count',
};

/**
 * The line that forces each replacement, or takes an instance away, by address: the attribute or block that forces it,
 * else the resource. What stands in no block, or in one that could not be read, has none.
 */
export function causesOf(
  configuration: Configuration,
  changes: readonly ResourceChange[],
): ReadonlyMap<string, ConfigurationLine> {
  const lines = changes.filter(isReplacedOrDeleted).flatMap((change): (readonly [string, ConfigurationLine])[] => {
    const module = configuration.module(callPath(moduleSteps(change.module)));
    const declaration = module?.resources.get(`${change.type}.${change.name}`);
    const found = declaration === undefined ? undefined : lineOf(declaration, change);
    return found === undefined ? [] : [[change.address, found]];
  });
  return new Map(lines);
}

function lineOf(
  declaration: Declaration,
  { replacePaths, reason = '' }: ResourceChange,
): ConfigurationLine | undefined {
  for (const path of replacePaths) {
    const [name] = parsePath(path);
    const found = typeof name === 'string' ? settingOf(declaration, name) : undefined;
    if (found !== undefined) return found;
  }
  if (reason === 'replace_by_triggers') return triggersOf(declaration);
  const argument = DECIDED_BY[reason];
  if (argument !== undefined) return settingOf(declaration, argument) ?? blockLine(declaration);
  // A replacement that nobody's text asks for, such as that of a tainted object, has no line.
  return replacePaths.length > 0 ? blockLine(declaration) : undefined;
}

function settingOf(declaration: Declaration, name: string): ConfigurationLine | undefined {
  const attribute = attributeOf(declaration, name);
  if (attribute !== undefined) return lineOfAttribute(attribute);
  const [block] = blocksOf(declaration, name);
  return block === undefined ? undefined : { file: block.file, line: block.block.line };
}

function triggersOf(declaration: Declaration): ConfigurationLine | undefined {
  for (const { block, file } of blocksOf(declaration, 'lifecycle')) {
    const attribute = block.body.attributes.find(({ name }) => name === 'replace_triggered_by');
    if (attribute !== undefined) return lineOfAttribute({ attribute, file });
  }
  return undefined;
}

function lineOfAttribute({ attribute, file }: Named): ConfigurationLine {
  return { file, line: attribute.line };
}

function blockLine({ pieces }: Declaration): ConfigurationLine | undefined {
  const [first] = pieces;
  return first === undefined ? undefined : { file: first.file, line: first.block.line };
}
