import { counted } from '../../counted.js';
import type { StreamEvent } from './stream-event.js';

type Shown = Extract<StreamEvent, { kind: 'progress' | 'sum' | 'repeated' }>;

/** Lines of one kind that are shown before the rest is only counted: a plan of 5,000 resources is read elsewhere. */
const SHOWN = 100;
/** Milliseconds between two lines that only say that it goes on. */
const INTERVAL = 15_000;

/**
 * Condenses the lines that come once for each resource, so that the log shows what happens and stays readable:
 * refreshes are counted, planned changes and drift listed up to a limit, waiting is said every 15 seconds.
 */
export class ProgressLines {
  #counts = { refreshed: 0, planned: 0, drifted: 0, waiting: 0 };
  #saidAt: number;

  /** @param now milliseconds, as are the other times */
  constructor(now: number) {
    this.#saidAt = now;
  }

  /** The lines to show for this event. */
  of(event: Shown, now: number): readonly string[] {
    if (event.kind !== 'repeated') return [...this.end(), event.sentence];
    this.#counts[event.what] += 1;
    const count = this.#counts[event.what];
    if (event.what === 'planned' || event.what === 'drifted') return count <= SHOWN ? [event.sentence] : [];
    if (now - this.#saidAt < INTERVAL) return [];
    this.#saidAt = now;
    return [event.what === 'refreshed' ? `${counted(count, 'resource')} read so far` : event.sentence];
  }

  /** What was only counted until now. */
  end(): readonly string[] {
    const { refreshed, planned, drifted } = this.#counts;
    this.#counts = { refreshed: 0, planned: 0, drifted: 0, waiting: this.#counts.waiting };
    return [
      ...(refreshed > 0 ? [`${counted(refreshed, 'resource')} read`] : []),
      ...(planned > SHOWN ? [`${planned - SHOWN} more planned changes`] : []),
      ...(drifted > SHOWN ? [`${drifted - SHOWN} more changes made outside Terraform`] : []),
    ];
  }
}
