/** Why a function would not start from its package, or might not. */
export interface StartFinding {
  /** `refused` where it is certain; a warning where the function may still have a way to start. */
  readonly severity: 'refused' | 'warning';
  /** One sentence with a subject. */
  readonly what: string;
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
  readonly wayOut: string;
}

/** What decides whether a function starts, as the plan has it. `undefined` where that is not known yet. */
export interface FunctionSettings {
  readonly address: string;
  readonly functionName: string;
  /** The package's key in the artifact bucket. */
  readonly key: string;
  readonly handler?: string | undefined;
  /** Lambda's name of it, such as `nodejs22.x`. */
  readonly runtime?: string | undefined;
  readonly architecture?: 'x86_64' | 'arm64' | undefined;
  /** It has layers, whose files are found too. Unknown counts as yes. */
  readonly hasLayers: boolean;
  /** Its environment variables, as far as they are known. */
  readonly environment: Readonly<Record<string, string>>;
}
