import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }>;
  readonly samples: readonly number[];
  /** In microseconds. */
  readonly timeDeltas: readonly number[];
}

const SHOWN = 20;

/** Where the last whole step of a folder of V8's profiles spent its time, by function and without what it called. */
export function profileTable(folder: string): string {
  const profiles = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  // `post` leaves one too, a small one.
  const step = JSON.parse(profiles.sort((a, b) => b.length - a.length)[0] ?? '{}') as Profile;
  const names = new Map(step.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  step.samples.forEach((id, index) => {
    const name = names.get(id) ?? '';
    spent.set(name, (spent.get(name) ?? 0) + (step.timeDeltas[index] ?? 0) / 1000);
  });
  const longest = [...spent].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  return longest.map(([name, milliseconds]) => `${milliseconds.toFixed(1).padStart(8)} ms  ${name}`).join('\n');
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const file = url.slice(url.lastIndexOf('/') + 1);
  return file === '' ? functionName : `${functionName || '(module)'} ${file}:${lineNumber + 1}`;
}
