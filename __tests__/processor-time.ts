/** How long the processor worked, in milliseconds: unlike the clock it does not count what other processes took. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
