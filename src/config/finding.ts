/** One line about a set-up. */
export interface Finding {
  readonly state: 'right' | 'wrong' | 'cannot be seen';
  readonly what: string;
  /** What to do; `''` where nothing is. */
  readonly todo: string;
}

/** What is wrong first, then what cannot be seen. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const order = { wrong: 0, 'cannot be seen': 1, right: 2 } as const;
  return [...findings].sort((a, b) => order[a.state] - order[b.state]);
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
