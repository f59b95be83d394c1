import { posix } from 'node:path';
import type { FileContents, ModuleFiles } from '../configuration/configuration.js';
import { attributeOf, type ConfigurationFile, indexModule, type Piece } from '../configuration/module-index.js';
import { resolved } from '../configuration/named-files.js';
import { readBody } from '../hcl/body.js';
import { literalText } from '../hcl/reference.js';
import { bodyTexts } from '../hcl/token-text.js';
import { digest } from '../plan/digest.js';

/** A commit of the repository, as far as its configuration is read. */
export interface CommitTree extends FileContents {
  /** Files of Terraform that lie in this folder itself; none where there is no such folder. */
  configurationIn(folder: string): readonly ConfigurationFile[];
}

/** Blocks that say what becomes of an address, wherever they stand. */
const ABOUT_OTHERS = ['moved', 'removed', 'import'];
/** Modules that call each other would go on for ever. */
const DEEPEST = 20;

/** The root module and those of the repository that it calls, however deep. */
export function* modulesBelow(
  tree: CommitTree,
  folder: string,
  path: readonly string[],
  depth: number,
): Generator<ModuleFiles> {
  const files = tree.configurationIn(folder);
  yield { path, directory: folder, files };
  if (depth === DEEPEST) return;
  for (const [name, declaration] of indexModule(files).calls) {
    const source = attributeOf(declaration, 'source');
    const text = source === undefined ? undefined : literalText(source.attribute.value);
    if (text !== undefined && /^\.\.?(?:\/|$)/.test(text)) {
      yield* modulesBelow(tree, posix.normalize(resolved(folder, text)).replace(/\/$/, ''), [...path, name], depth + 1);
    }
  }
}

export function aboutOthersIn(files: readonly ConfigurationFile[]): readonly Piece[] {
  return blocksIn(files).filter(({ block }) => ABOUT_OTHERS.includes(block.type));
}

/** Which versions are allowed is left out: another one of a provider is seen by planning alone. */
export function terraformBlocks(files: readonly ConfigurationFile[]): string {
  const texts = blocksIn(files)
    .filter(({ block }) => block.type === 'terraform')
    .flatMap(({ block: { body } }) => {
      const attributes = body.attributes.filter(({ name }) => name !== 'required_version');
      return bodyTexts({ attributes, blocks: body.blocks.filter(({ type }) => type !== 'required_providers') });
    });
  return digest(texts.sort());
}

/** Of what can be read; the rest makes its module unreadable. */
function blocksIn(files: readonly ConfigurationFile[]): readonly Piece[] {
  return files.flatMap(({ path, text }) => {
    try {
      return path.endsWith('.json') ? [] : readBody(text).blocks.map((block) => ({ block, file: path }));
    } catch {
      return [];
    }
  });
}
