import * as v from 'valibot';
import { parse } from 'yaml';
import type { CacheRule } from './config.js';
import type { InputParser } from './input.js';

const schema = v.array(
  v.strictObject({
    match: v.pipe(v.string(), v.nonEmpty()),
    'cache-control': v.pipe(v.string(), v.nonEmpty()),
    'content-type': v.optional(v.pipe(v.string(), v.regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/))),
  }),
);

const EXPECTED = 'a YAML list of { match, cache-control, content-type? }';

/** The `cache-rules` input. */
export const cacheRules: InputParser<readonly CacheRule[]> = (found) => {
  if (found === '') return { value: [] };
  let document: unknown;
  try {
    document = parse(found, { logLevel: 'error' });
  } catch (error) {
    return { expected: `${EXPECTED} (${error instanceof Error ? error.message.split('\n')[0] : error})` };
  }
  const result = v.safeParse(schema, document);
  if (!result.success) {
    const issue = result.issues[0];
    return { expected: `${EXPECTED} (at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message})` };
  }
  return {
    value: result.output.map((rule) => ({
      match: rule.match,
      cacheControl: rule['cache-control'],
      contentType: rule['content-type'],
    })),
  };
};
