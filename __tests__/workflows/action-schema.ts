import { Ajv, type ErrorObject } from 'ajv';

const name = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_-]*$' };
const description = { type: 'string', minLength: 10 };
const input = {
  type: 'object',
  required: ['description'],
  additionalProperties: false,
  properties: {
    description,
    default: { type: 'string' },
    required: { type: 'boolean' },
    deprecationMessage: { type: 'string' },
  },
};
const output = (value: boolean) => ({
  type: 'object',
  required: value ? ['description', 'value'] : ['description'],
  additionalProperties: false,
  properties: { description, ...(value ? { value: { type: 'string' } } : {}) },
});

const face = (runs: object, value: boolean) => ({
  type: 'object',
  required: ['name', 'description', 'runs'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1 },
    author: { type: 'string' },
    description: { type: 'string', minLength: 10, maxLength: 200 },
    branding: {
      type: 'object',
      required: ['icon', 'color'],
      additionalProperties: false,
      properties: {
        icon: { type: 'string', pattern: '^[a-z0-9-]+$' },
        color: { enum: ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'] },
      },
    },
    inputs: { type: 'object', propertyNames: name, additionalProperties: input },
    outputs: { type: 'object', propertyNames: name, additionalProperties: output(value) },
    runs,
  },
});

const javascript = {
  type: 'object',
  required: ['using', 'main'],
  additionalProperties: false,
  properties: {
    using: { const: 'node24' },
    main: { type: 'string', pattern: '\\.js$' },
    pre: { type: 'string', pattern: '\\.js$' },
    post: { type: 'string', pattern: '\\.js$' },
    'pre-if': { type: 'string' },
    'post-if': { type: 'string' },
  },
};

const step = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: name,
    name: { type: 'string' },
    if: { type: 'string' },
    env: { type: 'object', additionalProperties: { type: 'string' } },
    run: { type: 'string' },
    shell: { type: 'string' },
    uses: { type: 'string' },
    with: { type: 'object' },
    'working-directory': { type: 'string' },
    'continue-on-error': { type: ['boolean', 'string'] },
  },
  // A composite action's script names its shell, and is no call of another action at once.
  oneOf: [
    { required: ['run', 'shell'], not: { required: ['uses'] } },
    { required: ['uses'], not: { required: ['run'] } },
  ],
};

const composite = {
  type: 'object',
  required: ['using', 'steps'],
  additionalProperties: false,
  properties: { using: { const: 'composite' }, steps: { type: 'array', minItems: 1, items: step } },
};

const ajv = new Ajv({ allErrors: true, strict: false });
const kinds = {
  node24: ajv.compile(face(javascript, false)),
  composite: ajv.compile(face(composite, true)),
};

/**
 * What an action's file has that GitHub's metadata syntax does not allow, or lacks;
 * https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
 */
export function actionProblems(action: unknown): string[] {
  const using = (action as { runs?: { using?: unknown } } | null)?.runs?.using;
  const validate = using === 'composite' ? kinds.composite : kinds.node24;
  if (validate(action)) return [];
  return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath || '/'} ${error.message}`);
}
