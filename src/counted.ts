/** `1 resource`, `2,000 resources`: the one way in which log, comment, check run and issue count things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
