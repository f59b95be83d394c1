import type { Program } from './choose-version.js';

/** The version files of a folder, in the order in which they count. */
export const VERSION_FILES: Readonly<Record<Program, readonly string[]>> = {
  terraform: ['.terraform-version', '.tool-versions'],
  tofu: ['.opentofu-version', '.tool-versions'],
};

/** The names of asdf's and mise's plugins. */
const TOOLS: Readonly<Record<Program, readonly string[]>> = {
  terraform: ['terraform'],
  tofu: ['opentofu', 'tofu'],
};

/** What a version file says. `undefined`: nothing of this program, or that the system's own is meant. */
export function versionIn(file: string, text: string, program: Program): string | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
  // In `.tool-versions` more versions of a line are for where the first is not to be had.
  const found =
    file === '.tool-versions'
      ? lines.map((line) => line.split(/\s+/)).find(([tool = '']) => TOOLS[program].includes(tool))?.[1]
      : lines[0];
  return found === undefined || found === 'system' || found === 'latest-allowed' ? undefined : found;
}
