import { describe, expect, test } from '@jest/globals';
import { requireOnlyCode, requireSameFunctions } from '../../../src/operation/infrastructure/rollback-rule.js';
import { releasedPackages } from '../../../src/operation/packages/released.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import type { JsonObject } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { plannedArguments } from '../../../src/terraform/reviewed/function-arguments.js';
import { LINEAGE, plan, resource } from '../../terraform/plan-maker.js';

const key = (digit: string) => `api/${digit.repeat(64)}.zip`;
const OWN = { bucket: 'artifacts', names: ['api'] };
const digests = {
  packages: OWN,
  digesting: {
    tokenize: (text: string) => text,
    keyed: (text: string) => `keyed ${text}`,
    substitute: <T>(_path: unknown, value: T) => value,
    ignoreUnknown: () => false,
  },
} as Parameters<typeof requireSameFunctions>[3];
const terraform = { lineage: async () => LINEAGE };
const elsewise = async () => 'Revert #7';

function of(after: JsonObject, unknown: JsonObject = {}) {
  const before = { handler: 'index.handler', timeout: 3, s3_bucket: 'artifacts', s3_key: key('b') };
  return plan({
    resources: [
      resource({
        type: 'aws_lambda_function',
        actions: ['update'],
        before,
        after: { ...before, s3_key: key('a'), ...after },
        unknown,
      }),
    ],
  });
}
function released(after: JsonObject) {
  const digest = { packages: OWN, tokenize: digests.digesting.tokenize, keyed: (text: string) => `keyed ${text}` };
  const { known } = plannedArguments(readPlan(of(after)), new Set([key('a')]), digest);
  return { packages: [{ name: 'api', key: key('a'), sha256: 'hash' }], functions: known };
}
const compared = (then: JsonObject, now: JsonObject, unknown: JsonObject = {}) =>
  requireSameFunctions('r-1', released(then), of(now, unknown), digests, terraform, elsewise);

describe('a rollback of functions', () => {
  test('passes where the code alone is another', async () => {
    await compared({}, {});
    await compared({}, { source_code_hash: 'other', version: '9' }, { version: true, last_modified: true });
    await requireOnlyCode(changeSet(readPlan(of({})), OWN), elsewise);
  });

  test.each<[string, JsonObject, JsonObject, RegExp]>([
    ['another timeout', { timeout: 30 }, {}, /aws_lambda_function\.this \(timeout\)\. Revert #7/],
    ['another handler', { handler: 'main.handler' }, {}, /\(handler\)/],
    ['another environment', { environment: [{ variables: { A: 'b' } }] }, {}, /\(environment\)/],
    ['an argument that is not known yet', {}, { layers: true }, /\(layers\)/],
  ])('refuses a function with %s, though its plan is code alone', async (_name, now, unknown, said) => {
    await expect(compared({}, now, unknown)).rejects.toThrow(said);
  });

  test('refuses functions that the release did not have, and those that are gone', async () => {
    const none = { ...released({}), functions: new Map() };
    await expect(requireSameFunctions('r-1', none, of({}), digests, terraform, elsewise)).rejects.toThrow(/is newer/);
    const empty = plan({ resources: [] });
    await expect(requireSameFunctions('r-1', released({}), empty, digests, terraform, elsewise)).rejects.toThrow(
      /is gone/,
    );
  });

  test.each<[string, unknown]>([
    ['changes an argument', of({ timeout: 30 })],
    ['creates', plan({ resources: [resource({ after: { size: 1 } })] })],
    ['destroys', plan({ resources: [resource({ actions: ['delete'], before: { size: 1 } })] })],
    ['runs code that lies elsewhere', of({ s3_bucket: 'others' })],
  ])('refuses a plan that %s', async (_name, json) => {
    await expect(requireOnlyCode(changeSet(readPlan(json), OWN), elsewise)).rejects.toThrow(
      /plan changes more than the code of functions.*Revert #7/s,
    );
  });
});

describe('the packages of a release', () => {
  const config = { bucket: 'artifacts', packages: [{ name: 'api', path: 'dist' }], verifyTimeoutSeconds: 0 };
  const { packages } = released({});
  const store = (sha256?: string) => ({
    find: async () => ({ bytes: 3, ...(sha256 === undefined ? {} : { sha256 }) }),
    read: async () => Buffer.from('abc'),
  });

  test('are told to Terraform where their bytes are those of the record', async () => {
    const { variables } = await releasedPackages('r-1', packages, config, store('hash'));
    expect(variables.get('lambda_packages')).toBe(
      JSON.stringify({ api: { s3_bucket: 'artifacts', s3_key: key('a'), source_code_hash: 'hash' } }),
    );
  });

  test.each<[string, Parameters<typeof releasedPackages>[1], Parameters<typeof releasedPackages>[3], RegExp]>([
    ['other bytes', packages, store('other'), /SHA-256 other instead of hash/],
    [
      'other bytes, which S3 knows no checksum of',
      packages,
      store(),
      /SHA-256 ungWv48Bz\+pBQUDeXa4iI7ADYaOWF3qctBD\/YfIAFa0= instead/,
    ],
    ['nothing there', packages, { ...store(), find: async () => undefined }, /no api\/a+\.zip in artifacts/],
    ['a package that the configuration has and the release has not', [], store(), /no package "api" in the release/],
    ['a record that says nothing of them', undefined, store(), /says nothing of its functions/],
  ])('are refused with %s', async (_name, recorded, from, said) => {
    await expect(releasedPackages('r-1', recorded, config, from)).rejects.toThrow(said);
  });
});
