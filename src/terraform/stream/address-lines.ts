const NAME = '[\\p{ID_Start}_][\\p{ID_Continue}-]*';
const KEY = '(?:\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\])?';
const ADDRESS = new RegExp(`^(?:module\\.${NAME}${KEY}\\.)*(?:data\\.|ephemeral\\.)?${NAME}\\.${NAME}${KEY}$`, 'u');

/**
 * The lines of `state list` that are addresses. Warnings of the backend may stand before or behind them, with the box that
 * Terraform draws around one and without.
 */
export function addressesIn(listed: string): readonly string[] {
  return listed
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => ADDRESS.test(line));
}
