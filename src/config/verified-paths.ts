import type { VerifiedPaths } from './config.js';
import { type InputParser, nonBlankLines } from './input.js';

const CHECK = /^(\/(?![/\\])[^\s~]*?)(?:=(\d{3})|~(.+))?$/;
const HEADER = /^([\w-]+):\s*([\x20-\x7e]+)$/;

/** The `verify-paths` input. A line that is wrong is not repeated: it may be a header with a secret. */
export const verifiedPaths: InputParser<VerifiedPaths> = (found) => {
  const checks: VerifiedPaths['checks'][number][] = [];
  const headers: (readonly [string, string])[] = [];
  for (const [index, line] of nonBlankLines(found).entries()) {
    const [, path, status, text] = CHECK.exec(line) ?? [];
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (path !== undefined) {
      checks.push({ line, path, status: Number(status ?? 200), text });
    } else if (name !== '' && !/^(?:host|cookie)$/i.test(name)) {
      headers.push([name, value]);
    } else {
      return { expected: `in line ${index + 1} "/path", "/path=301", "/path~text", or a header "Name: value"` };
    }
  }
  if (checks.length === 0 && headers.length > 0) return { expected: 'a path beside the headers, such as "/"' };
  return { value: { checks, headers } };
};
