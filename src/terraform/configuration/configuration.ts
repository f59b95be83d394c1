import { type ConfigurationFile, indexModule, type ModuleIndex } from './module-index.js';

/** The files of one module as they lie in its folder. */
export interface ModuleFiles {
  /** Names of the calls that lead to it, from the root: `[]` for the root module. */
  readonly path: readonly string[];
  /** Relative to the repository; `..` leads out of it. */
  readonly directory: string;
  readonly files: readonly ConfigurationFile[];
}

export interface Module extends ModuleIndex {
  /** As `ModuleFiles.path`. */
  readonly path: readonly string[];
  readonly directory: string;
}

/** What files of the repository hold. Injected, since the room is pure; asked for only what a slice names. */
export interface FileContents {
  /** Digest of a file's bytes or of all files below a folder; `undefined` where there is neither. */
  digestOf(path: string): { readonly kind: 'file' | 'folder'; readonly digest: string } | undefined;
  /** Whether a path lies in the repository. */
  isInside(path: string): boolean;
  /** Text of a file, or of all files below a folder; `undefined` where there is neither. */
  textOf(path: string): string | undefined;
}

/** All modules of a stack, by the calls that lead to them. */
export class Configuration {
  private readonly modules = new Map<string, Module>();

  constructor(
    modules: readonly ModuleFiles[],
    readonly files: FileContents,
    /** Folder of the root module, relative to the repository: paths without `path.module` start there. */
    readonly root: string,
  ) {
    const byDirectory = new Map<string, ModuleIndex>();
    for (const { path, directory, files: own } of modules) {
      // A module that is called many times is read once.
      const index = byDirectory.get(directory) ?? indexModule(own);
      byDirectory.set(directory, index);
      this.modules.set(path.join('.'), { ...index, path, directory });
    }
  }

  module(path: readonly string[]): Module | undefined {
    return this.modules.get(path.join('.'));
  }

  all(): readonly Module[] {
    return [...this.modules.values()];
  }
}
