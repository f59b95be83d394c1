import type { Log } from '../../ports/run.js';

/** Keeps what is said until it may be printed; from then on it says everything at once. */
export class HeldLog implements Log {
  readonly #log: Log;
  #held: (() => void)[] | undefined = [];

  constructor(log: Log) {
    this.#log = log;
  }

  info(message: string): void {
    this.#say(() => this.#log.info(message));
  }

  warning(...given: Parameters<Log['warning']>): void {
    this.#say(() => this.#log.warning(...given));
  }

  error(...given: Parameters<Log['error']>): void {
    this.#say(() => this.#log.error(...given));
  }

  async group<T>(_title: string, work: () => Promise<T>): Promise<T> {
    return await work();
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const say of held) say();
  }

  #say(say: () => void): void {
    if (this.#held === undefined) say();
    else this.#held.push(say);
  }
}
