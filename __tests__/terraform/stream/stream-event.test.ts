import { describe, expect, test } from '@jest/globals';
import { ProgressLines } from '../../../src/terraform/stream/progress-lines.js';
import { parseStreamLine } from '../../../src/terraform/stream/stream-event.js';

const line = (fields: object) => JSON.stringify({ '@level': 'info', '@module': 'terraform.ui', ...fields });

describe('a line of the JSON stream', () => {
  test('is progress by its message', () => {
    expect(parseStreamLine(line({ '@message': 'a.b: Creating...', type: 'apply_start' }))).toEqual({
      kind: 'progress',
      sentence: 'a.b: Creating...',
    });
  });

  test.each([
    ['refresh_complete', 'refreshed'],
    ['planned_change', 'planned'],
    ['resource_drift', 'drifted'],
    ['apply_progress', 'waiting'],
  ])('of type %s is one of many', (type, what) => {
    expect(parseStreamLine(line({ '@message': 'm', type }))).toEqual({ kind: 'repeated', what, sentence: 'm' });
  });

  test('of a diagnostic has its place', () => {
    const diagnostic = {
      severity: 'error',
      summary: 'S',
      detail: 'D',
      address: 'a.b',
      range: {
        filename: 'modules/x/main.tf',
        start: { line: 3, column: 1, byte: 1 },
        end: { line: 5, column: 1, byte: 9 },
      },
      snippet: { code: 'x' },
    };
    expect(parseStreamLine(line({ '@message': 'Error: S', type: 'diagnostic', diagnostic }))).toEqual({
      kind: 'diagnostic',
      diagnostic: {
        severity: 'error',
        summary: 'S',
        detail: 'D',
        address: 'a.b',
        file: 'modules/x/main.tf',
        startLine: 3,
        endLine: 5,
      },
    });
  });

  test('of a type that is not known is shown, and one that repeats another is not', () => {
    expect(parseStreamLine(line({ '@message': 'Something new', type: 'of_another_version' }))).toEqual({
      kind: 'progress',
      sentence: 'Something new',
    });
    expect(parseStreamLine(line({ '@message': 'a: Refreshing', type: 'refresh_start' }))).toEqual({ kind: 'silent' });
  });

  test('outputs are never shown: their line holds the values', () => {
    const outputs = { password: { sensitive: false, value: 'x' } };
    expect(parseStreamLine(line({ '@message': 'Outputs: 1', type: 'outputs', outputs }))).toEqual({ kind: 'silent' });
  });

  test.each(['plain words', '{ not json', '[1]', '{"a"'])('that is no JSON is shown as it is: %s', (text) => {
    expect(parseStreamLine(text)).toEqual({ kind: 'progress', sentence: text });
  });

  test('a diagnostic that is not one of a known shape is still shown', () => {
    expect(
      parseStreamLine(line({ '@message': 'Error: odd', type: 'diagnostic', diagnostic: { severity: 'fatal' } })),
    ).toEqual({ kind: 'progress', sentence: 'Error: odd' });
  });
});

describe('progress in the log', () => {
  const many = (what: 'refreshed' | 'planned' | 'waiting', count: number, progress: ProgressLines, step: number) =>
    Array.from({ length: count }, (_, at) =>
      progress.of({ kind: 'repeated', what, sentence: `${what} ${at}` }, at * step),
    ).flat();

  test('5,000 refreshed resources are a line every 15 seconds, and their number', () => {
    const progress = new ProgressLines(0);
    expect(many('refreshed', 5000, progress, 10)).toEqual([
      '1,501 resources read so far',
      '3,001 resources read so far',
      '4,501 resources read so far',
    ]);
    expect(progress.of({ kind: 'progress', sentence: 'Plan: 1 to add' }, 50_000)).toEqual([
      '5,000 resources read',
      'Plan: 1 to add',
    ]);
    expect(progress.end()).toEqual([]);
  });

  test('planned changes are listed up to a hundred, and the rest counted', () => {
    const progress = new ProgressLines(0);
    expect(many('planned', 150, progress, 1)).toHaveLength(100);
    expect(progress.end()).toEqual(['50 more planned changes']);
  });

  test('waiting is said every 15 seconds, for however many resources', () => {
    const progress = new ProgressLines(0);
    expect(many('waiting', 40, progress, 1000)).toEqual(['waiting 15', 'waiting 30']);
  });
});
