import { describe, expect, test } from '@jest/globals';
import type { ConformanceCheck, Deviation } from './check.js';
import { ConformanceTable } from './table.js';
import { judge } from './verdict.js';

const check: ConformanceCheck = {
  name: 'a lock is written once',
  service: 's3',
  source: 'S3 User Guide',
  expected: ['200', '412'],
  run: async () => ['200', '412'],
};
const deviation: Deviation = { target: 'moto', check: check.name, says: 'writes twice', observed: ['200', '200'] };

describe('a conformance check', () => {
  test('agrees where the server does as AWS does, and disagrees where it does not', () => {
    expect(judge(check, 'local', ['200', '412'], []).state).toBe('agrees');
    expect(judge(check, 'local', ['200', '200'], []).state).toBe('disagrees');
  });

  test('a listed deviation passes where it is there, on that server only', () => {
    expect(judge(check, 'moto', ['200', '200'], [deviation])).toMatchObject({
      state: 'deviates',
      says: 'writes twice',
    });
    expect(judge(check, 'local', ['200', '200'], [deviation]).state).toBe('disagrees');
  });

  test('a listed deviation that is gone, or is another one by now, is red until it is struck or corrected', () => {
    expect(judge(check, 'moto', ['200', '412'], [deviation])).toMatchObject({
      state: 'disagrees',
      right: ['200', '200'],
    });
    expect(judge(check, 'moto', ['200', '500'], [deviation]).state).toBe('disagrees');
  });

  test('a check that threw disagrees', () => {
    expect(judge(check, 'local', 'threw TypeError', []).state).toBe('disagrees');
  });
});

describe('the table', () => {
  test('shows both columns, deviations by name, and what did not run', () => {
    const table = new ConformanceTable([check, { ...check, name: 'another' }], [deviation]);
    table.record(check, 'local', ['200', '412']);
    table.record(check, 'moto', ['200', '200']);
    expect(table.isWhole('local')).toBe(false);
    expect(table.markdown()).toBe(`# Conformance with AWS

local: 1 agree, 0 deviate as listed, 0 disagree, 1 not run; moto: 0 agree, 1 deviate as listed, 0 disagree, 1 not run.

| service | AWS | local | moto | source |
|---|---|---|---|---|
| s3 | a lock is written once | agrees | deviates: writes twice | S3 User Guide |
| s3 | another | not run | not run | S3 User Guide |
`);
  });

  test('shows what a server did that is neither right nor listed', () => {
    const table = new ConformanceTable([check], [deviation]);
    table.record(check, 'local', ['200', '200']);
    table.record(check, 'moto', ['200', '412']);
    expect(table.markdown()).toContain('| DISAGREES: `["200","200"]` | DISAGREES: `["200","412"]` |');
  });
});
