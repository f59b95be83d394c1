/** A place in the repository, for annotations. */
export interface FilePosition {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly startLine: number;
  readonly endLine?: number | undefined;
}

/** AWS, before anything is done. */
export interface SignIn {
  /** Twelve digits; absent where only the job's own credentials know. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** @returns what to say of it. A refusal throws. */
  signIn(): Promise<string>;
}

export interface Caller {
  /** The name of the role as which the run works; `undefined` where it is none. Asks AWS where nothing else says it. */
  roleName(): Promise<string | undefined>;
}

export interface Log {
  info(message: string): void;
  warning(message: string, at?: FilePosition): void;
  error(message: string, at?: FilePosition): void;
  /** Runs `work` under a heading that folds. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}
