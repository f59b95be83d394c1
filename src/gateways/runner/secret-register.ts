import * as core from '@actions/core';
import { type Redact, redactor } from '../../redaction/redactor.js';

const known = new Set<string>();
const unplanned = new Set<string>();
let patterns: readonly RegExp[] = [];
let hasPlan = false;
/** Made when it is asked for: building it costs more than using it. */
let mask: Redact | undefined;

/** Everything that this run knows to be secret. GitHub masks it in the log; what is posted is masked by its readers. */
export const actionsSecrets = {
  /** Before anything can print it. */
  add(secret: string): void {
    if (secret.trim() === '' || known.has(secret)) return;
    core.setSecret(secret);
    known.add(secret);
    mask = undefined;
  },
  /** What nobody has called secret: it is removed only while no plan says which values are. */
  addUnplanned(value: string): void {
    unplanned.add(value);
    mask = undefined;
  },
  /** There is a plan, and all that it marks as sensitive has been added. */
  planned(): void {
    hasPlan = true;
    mask = undefined;
  },
  /** What the input `redact` names besides. */
  usePatterns(named: readonly RegExp[]): void {
    patterns = named;
    mask = undefined;
  },
  /** @param withPlan whether there is a plan, and with it the list of its sensitive values */
  values(withPlan: boolean): readonly string[] {
    return withPlan ? [...known] : [...known, ...unplanned];
  },
  /** A text for the log, as of now: annotations are made of it, and GitHub does not mask what was only guessed. */
  redact(text: string): string {
    mask ??= redactor({ secrets: actionsSecrets.values(hasPlan), patterns });
    return mask(text);
  },
};
