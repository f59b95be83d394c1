import { CancelledError } from '../../errors.js';

/**
 * Runs `work` on every item, at most `width` at a time. After the first failure, or when the run is cancelled, nothing
 * new begins; what is under way ends first, so that nothing goes on behind the error that is thrown.
 * @param what is cancelled, for the error
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<void>,
  what = 'the work on the site',
): Promise<void> {
  let next = 0;
  let failure: { readonly thrown: unknown } | undefined;
  const worker = async () => {
    while (failure === undefined && next < items.length) {
      if (signal.aborted) throw new CancelledError(what);
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  const guarded = () =>
    worker().catch((thrown: unknown) => {
      failure ??= { thrown };
    });
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, guarded));
  if (failure !== undefined) throw failure.thrown;
}
