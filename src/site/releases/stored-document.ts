import * as v from 'valibot';
import { asError } from '../../errors.js';

/**
 * A document that this action wrote, in full or not at all.
 * @param make the value of what the schema lets pass; may throw what is wrong with it
 * @param unreadable the error that says what was found
 */
export function readDocument<Schema extends v.GenericSchema, Value>(
  text: string,
  schema: Schema,
  make: (document: v.InferOutput<Schema>) => Value,
  unreadable: (found: string, cause?: unknown) => Error,
): Value {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unreadable('no JSON', cause);
  }
  const parsed = v.safeParse(schema, document);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw unreadable(`${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`);
  }
  try {
    return make(parsed.output);
  } catch (thrown) {
    throw unreadable(asError(thrown).message);
  }
}
