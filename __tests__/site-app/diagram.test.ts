import { describe, expect, test } from '@jest/globals';
import { drawDiagram } from '../../site/diagram/draw.js';
import { describeLanes, LANES } from '../../site/diagram/lanes.js';

const svg = drawDiagram();

describe('the diagram', () => {
  test('says in words what it shows', () => {
    expect(describeLanes(LANES)).toBe(
      'Two lanes that end in one state. ' +
        'Front end: write code, then build with version hash, then sync to the website bucket. ' +
        'Back end: write API code, then zip handler and dependencies, then copy to a private bucket, ' +
        'then deploy the Lambda function, then link it to its endpoint, then deploy the API to a stage. ' +
        'Both end in: fully deployed.',
    );
  });

  test('is drawn for wide screens and for phones, each with a title and a description of its own', () => {
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['lanes-wide-title', 'lanes-wide-desc', 'lanes-narrow-title', 'lanes-narrow-desc']);
    for (const [, labels = ''] of svg.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const label of labels.split(' ')) expect(ids).toContain(label);
    }
    expect(svg.match(/role="img"/g)).toHaveLength(2);
  });

  test('shows every stop of both lanes, twice', () => {
    for (const line of LANES.flatMap((lane) => lane.stops.flatMap((stop) => stop.lines))) {
      expect(svg.split(`>${line}</tspan>`)).toHaveLength(3);
    }
  });

  test('stays inside its frame', () => {
    for (const drawing of svg.split('</svg>').filter((part) => part.includes('viewBox'))) {
      const [width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawing)?.slice(1).map(Number) ?? [];
      const values = (name: string) =>
        [...drawing.matchAll(new RegExp(` ${name}="(-?\\d+)"`, 'g'))].map(([, value]) => Number(value));
      for (const x of [...values('x'), ...values('cx')]) expect(x >= 0 && x <= width).toBe(true);
      for (const y of [...values('y'), ...values('cy')]) expect(y >= 0 && y <= height).toBe(true);
    }
  });

  test('has nothing that a strict content security policy stops', () => {
    expect(svg).not.toMatch(/<script| style=| on\w+=|href=/);
  });
});
