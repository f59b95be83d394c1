/**
 * Does `work` while `other` goes on, and ends when both have ended, so that nothing goes on behind an error. What `other`
 * throws is thrown where it is awaited next.
 */
export async function beside<T>(other: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
  const ended = other?.then(
    () => {},
    () => {},
  );
  try {
    return await work();
  } finally {
    await ended;
  }
}
