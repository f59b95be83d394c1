import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { MANIFEST } from '../scripts/fuzz/seeds.js';
import { readActionDefinition } from '../scripts/generate/action-definition.js';
import { ACTION_TYPES, actionTypes } from '../scripts/generate/action-types.js';
import { DOCUMENTS, schemaPath, schemaText } from '../scripts/generate/schemas.js';

const schemaOf = (name: string) => JSON.parse(readFileSync(schemaPath(name), 'utf8'));
const problems = (name: string, document: unknown) => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  return ajv.validate(schemaOf(name), document) ? [] : (ajv.errors ?? []).map(({ message }) => message);
};

describe('docs/schemas', () => {
  test.each(Object.entries(DOCUMENTS))(
    '%s is what the reader of the document asks for: npm run schemas',
    (name, about) => {
      expect(readFileSync(schemaPath(name), 'utf8')).toBe(schemaText(about));
    },
  );

  test('has no other file', () => {
    expect(readdirSync('docs/schemas').sort()).toEqual(
      Object.keys(DOCUMENTS)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  test('a manifest as it is written, and one with a row that is none', () => {
    const document = JSON.parse(MANIFEST);
    expect(problems('manifest', document)).toEqual([]);
    expect(problems('manifest', { ...document, version: 2 })).not.toEqual([]);
  });

  test('known drift as the docs show it, and an entry without an owner', () => {
    const [, yaml = ''] =
      /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readFileSync('docs/how-it-works.md', 'utf8')) ?? [];
    const document = parse(yaml);
    expect(problems('known-drift', document)).toEqual([]);
    const [first] = document.known;
    expect(problems('known-drift', { known: [{ ...first, owner: undefined }] })).not.toEqual([]);
    expect(problems('known-drift', { known: [{ ...first, sinse: 'typo' }] })).not.toEqual([]);
  });
});

describe('action-types.yml', () => {
  test('is what action.yml and the readers of its inputs say: npm run workflows', () => {
    expect(readFileSync(ACTION_TYPES, 'utf8')).toBe(actionTypes());
  });

  test('every default is of its type', () => {
    const { inputs } = parse(actionTypes());
    const fits: Readonly<Record<string, (text: string, type: { readonly 'allowed-values'?: string[] }) => boolean>> = {
      string: () => true,
      integer: (text) => /^\d+$/.test(text),
      boolean: (text) => text === 'true' || text === 'false',
      enum: (text, type) => type['allowed-values']?.includes(text) === true,
    };
    const wrong = Object.entries(readActionDefinition().inputs).filter(
      ([name, { default: usual }]) => !fits[inputs[name].type]?.(usual, inputs[name]),
    );
    expect(wrong).toEqual([]);
  });
});
