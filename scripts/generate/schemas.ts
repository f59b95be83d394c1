import { mkdirSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { STORED_MANIFEST } from '../../src/site/manifest.js';
import { STORED_RELEASE } from '../../src/site/releases/release-record.js';
import { KNOWN_DRIFT } from '../../src/terraform/reviewed/known-drift-file.js';
import { REVIEW_RECORD } from '../../src/terraform/reviewed/packed-record.js';

/** What a webhook that is neither Slack's nor that of Teams is sent. */
const WEBHOOK = v.strictObject({ text: v.string() });

/** Documents that this action writes or reads and that others may want to, by the name of the schema. */
export const DOCUMENTS = {
  'known-drift': { title: 'Known drift: .github/known-drift.yml', schema: KNOWN_DRIFT },
  manifest: { title: "The site's manifest: .well-managed/manifest.json", schema: STORED_MANIFEST },
  release: { title: "A release's record: .well-managed/releases/*.json", schema: STORED_RELEASE },
  'review-record': { title: 'The record of a review, unpacked from its check run', schema: REVIEW_RECORD },
  webhook: { title: 'What the input "webhook" is sent', schema: WEBHOOK },
} as const;

export const schemaPath = (name: string): string => `docs/schemas/${name}.json`;

/** What JSON Schema cannot say, such as that a day exists, is left to the reader of the document. */
export function schemaText({ title, schema }: { readonly title: string; readonly schema: v.GenericSchema }): string {
  const generated = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return `${JSON.stringify({ ...generated, title }, null, 2)}\n`;
}

/** `npm run schemas` writes. */
if (process.argv[1] !== undefined && /schemas\.[jt]s$/.test(process.argv[1])) {
  mkdirSync('docs/schemas', { recursive: true });
  for (const [name, document] of Object.entries(DOCUMENTS)) {
    writeFileSync(schemaPath(name), schemaText(document));
  }
}
