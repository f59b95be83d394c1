import { type InputParser, nonBlankLines } from './input.js';

const LINE = /^([\w$.-]+)\s*=\s*([\p{L}_][\p{L}\p{N}_-]*)$/u;

/** The input `site-config`: names in `config.json`, and the stack output of each; absent where it is empty. */
export const siteConfig: InputParser<ReadonlyMap<string, string> | undefined> = (found) => {
  const value = new Map<string, string>();
  for (const [index, line] of nonBlankLines(found).entries()) {
    const [, name, output] = LINE.exec(line) ?? [];
    if (name === undefined || output === undefined) {
      return { expected: `in line ${index + 1} a name, "=", and the name of a stack output, such as apiUrl=api_url` };
    }
    if (value.has(name)) return { expected: `each name once; "${name}" stands there twice` };
    value.set(name, output);
  }
  return { value: value.size === 0 ? undefined : value };
};
