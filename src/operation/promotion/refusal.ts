import { ActionError } from '../../errors.js';

/** Why a release is not taken over: nothing was changed. */
export function refusedPromotion(
  { from, to }: { readonly from: string; readonly to: string },
  found: string,
  todo: string,
): ActionError {
  return new ActionError({
    what: `The promotion of ${from} to ${to} is refused`,
    found,
    wayOut: `Nothing was changed. ${todo}`,
  });
}
