import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { EOL } from 'node:os';

/**
 * The runner's own protocol: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. The
 * package that has it loads an HTTP client with it, which costs each run a fifth of its start.
 */

/** Where an annotation stands. */
export interface AnnotationPlace {
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/** Without blanks at either end; empty where it was not given. */
export function getInput(name: string): string {
  return (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

/** Its lines, without the empty ones. */
export function getMultilineInput(name: string): readonly string[] {
  return getInput(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim());
}

/** What `main` has saved, for `post`. */
export function getState(name: string): string {
  return process.env[`STATE_${name}`] ?? '';
}

export function saveState(name: string, value: string): void {
  record('GITHUB_STATE', 'save-state', name, value);
}

export function setOutput(name: string, value: string): void {
  record('GITHUB_OUTPUT', 'set-output', name, value);
}

export function addSummary(markdown: string): void {
  append('GITHUB_STEP_SUMMARY', markdown);
}

/** The runner shows `***` in its place from now on. */
export function setSecret(value: string): void {
  command('add-mask', {}, value);
}

export function setFailed(message: string): void {
  process.exitCode = 1;
  error(message);
}

export function info(message: string): void {
  process.stdout.write(message + EOL);
}

export function warning(message: string, place: AnnotationPlace = {}): void {
  command('warning', place, message);
}

export function error(message: string, place: AnnotationPlace = {}): void {
  command('error', place, message);
}

export async function group<T>(title: string, work: () => Promise<T>): Promise<T> {
  command('group', {}, title);
  try {
    return await work();
  } finally {
    command('endgroup', {}, '');
  }
}

function command(name: string, properties: Readonly<AnnotationPlace & { name?: string }>, message: string): void {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined && value !== '');
  const written = given.map(([key, value]) => `${key}=${escapedProperty(String(value))}`).join(',');
  process.stdout.write(`::${name}${written === '' ? '' : ` ${written}`}::${escaped(message)}${EOL}`);
}

/** A runner without such files reads a command instead. */
function record(variable: string, instead: string, name: string, value: string): void {
  if ((process.env[variable] ?? '') === '') {
    command(instead, { name }, value);
    return;
  }
  // Nobody can guess it, so no value ends the record and begins another one.
  const delimiter = `ghadelimiter_${randomUUID()}`;
  append(variable, [`${name}<<${delimiter}`, value, delimiter].join(EOL));
}

function append(variable: string, text: string): void {
  const path = process.env[variable] ?? '';
  // One that the runner has not made is read by nobody.
  if (path === '' || !existsSync(path)) throw new Error(`The runner has made no file for ${variable}`);
  appendFileSync(path, text + EOL);
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
