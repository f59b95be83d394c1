/** `1 resource`, `2,000 resources`: the one way in which log, comment, check run and issue count things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** `12,345`. The runtime's own formatting loads the data of a language first, which takes longer than a whole report. */
export function figure(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
