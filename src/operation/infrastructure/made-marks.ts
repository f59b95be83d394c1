import { asError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import type { UnsavedStates } from '../../ports/unsaved-states.js';
import { type MadeResource, madeBy } from '../../terraform/command/made-resources.js';
import type { ApplyEvent } from '../../terraform/stream/applied-changes.js';

/** Milliseconds from a creation to its mark: an apply that ends within them needs none, and makes no noise on GitHub. */
const FIRST_MS = 3000;
/** Terraform itself saves its state every 20 seconds of an apply. */
const NEXT_MS = 10_000;

export interface MarkPorts {
  readonly github: { readonly unsaved: Pick<UnsavedStates, 'markUnsaved' | 'clearUnsaved'> };
  readonly log: Log;
  /** As `RecordingPorts.redact`, with the plan. */
  readonly redact: (text: string) => string;
  /** Calls back after so many milliseconds. @returns how to call it off */
  readonly after?: ((milliseconds: number, work: () => void) => () => void) | undefined;
}

/**
 * Marks on GitHub what an apply makes, while it makes it: a machine that is lost has no `post` step. They are cleared when
 * Terraform has ended by itself, and with it has saved its state. Nothing here changes the result of an apply.
 */
export class MadeMarks {
  readonly #events: ApplyEvent[] = [];
  readonly #ids: number[] = [];
  #marked = 0;
  #writing: Promise<void> = Promise.resolve();
  #callOff: (() => void) | undefined;

  /** @param about the stack and the run, as every mark names them */
  constructor(
    private readonly about: Omit<Parameters<UnsavedStates['markUnsaved']>[0], 'made'>,
    private readonly ports: MarkPorts,
  ) {}

  /** Waits for nothing: the apply goes on. */
  add(event: ApplyEvent): void {
    this.#events.push(event);
    if (event.action === 'create' && event.phase === 'done' && this.#callOff === undefined) this.#soon(FIRST_MS);
  }

  #soon(milliseconds: number): void {
    const { after = later } = this.ports;
    this.#callOff = after(milliseconds, () => {
      this.#writing = this.#writing.then(() => this.#write());
      this.#soon(NEXT_MS);
    });
  }

  /** When Terraform has ended. @param isSaved whether its state has everything */
  async settle(isSaved: boolean): Promise<void> {
    this.#callOff?.();
    await this.#writing;
    if (!isSaved) return;
    for (const id of this.#ids) {
      try {
        await this.ports.github.unsaved.clearUnsaved(id);
      } catch (thrown) {
        this.ports.log.info(`The next run clears the mark ${id}, which GitHub did not: ${asError(thrown).message}`);
      }
    }
  }

  async #write(): Promise<void> {
    const all = madeBy(this.#events);
    const made = all.slice(this.#marked).map((one) => this.#shown(one));
    if (made.length === 0) return;
    this.#marked = all.length;
    try {
      this.#ids.push(...(await this.ports.github.unsaved.markUnsaved({ ...this.about, made })));
    } catch (thrown) {
      this.ports.log.info(`What is made could not be marked on GitHub meanwhile: ${asError(thrown).message}`);
    }
  }

  /** A mark can be read by whoever reads the repository: an id that holds a secret stays out of it. */
  #shown({ address, id }: MadeResource): MadeResource {
    return id === undefined || this.ports.redact(id.value) !== id.value ? { address } : { address, id };
  }
}

function later(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
