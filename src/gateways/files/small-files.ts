import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Up to this size a file is read in one go. */
export const SMALL = 1024 * 1024;
/** Small files are read into pieces of this size: thousands of buffers of their own cost more than reading them. */
const PIECE = 4 * SMALL;

/** Reads small files one after the other, several times faster than with a buffer for each and without blocking. */
export class SmallFiles {
  #piece = Buffer.allocUnsafeSlow(PIECE);

  /**
   * @param place its name on disk
   * @returns its bytes, valid until the next `read` unless they are kept; or `undefined` when it is larger than `SMALL`.
   * Throws what the file system says.
   */
  read(place: string): Buffer | undefined {
    const file = openSync(place, constants.O_RDONLY);
    try {
      const { size } = fstatSync(file);
      if (size > SMALL) return undefined;
      if (this.#piece.length < size) this.#piece = Buffer.allocUnsafeSlow(PIECE);
      for (let filled = 0; ; ) {
        const read = filled < size ? readSync(file, this.#piece, filled, size - filled, null) : 0;
        filled += read;
        if (read === 0) return this.#piece.subarray(0, filled);
      }
    } finally {
      closeSync(file);
    }
  }

  /** The bytes that were read last stay as they are. */
  keep(bytes: Buffer): void {
    this.#piece = this.#piece.subarray(bytes.length);
  }
}
