/** One line about a set-up. */
export interface Finding {
  readonly state: 'right' | 'wrong' | 'cannot be seen';
  readonly what: string;
  /** What to do; `''` where nothing is. */
  readonly todo: string;
}

export function right(what: string): Finding {
  return { state: 'right', what, todo: '' };
}

export function wrong(what: string, todo: string): Finding {
  return { state: 'wrong', what, todo };
}

export function unseen(what: string, todo: string): Finding {
  return { state: 'cannot be seen', what, todo };
}
