/** A real bundler or framework, and how a small site is built by it. */
export interface FrontEnd {
  readonly name: string;
  /** As npm takes them. Each front end has packages of its own: their peers contradict each other. */
  readonly packages: readonly string[];
  /** Needs Node 22 or newer, which comes from npm where this one is older. */
  readonly newNode?: true;
  /** One of those that CI builds. */
  readonly quick?: true;
  /** The sources, from the app's folder. */
  readonly sources: (change: AppChange) => Sources;
  /** A program below `node_modules/`, and its arguments. Absent: `output` is written without a bundler. */
  readonly command?: readonly string[];
  readonly output: string;
  /** Where files lie that are copied as they are; absent: this script puts them beside the output, as a plugin would. */
  readonly publicFolder?: string;
  /** Names that this build made from content. */
  readonly hashed: RegExp;
  /** Fewer hash-named files than this: the build is not what it should be. */
  readonly atLeast: number;
}

export type Sources = Readonly<Record<string, string | Buffer>>;

/** What may differ between two builds of the same app. */
export interface AppChange {
  readonly component: string;
  readonly comment: string;
}
