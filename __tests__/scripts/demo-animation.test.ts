import { expect, test } from '@jest/globals';
import { demoAnimation } from '../../scripts/generate/demo-animation.js';

const STEP = [
  '──── 1. A pull request is opened',
  '    ### Plan for `dev`: 2 new, <3> & more',
  'the diff, which is left out',
];
const OUTPUT = Array.from({ length: 8 }, () => STEP.join('\n')).join('\n');

test('the steps of the demo and what they did appear one after the other', () => {
  const svg = demoAnimation(OUTPUT);
  expect(svg).toContain('>1. A pull request is opened</text>');
  expect(svg).toContain('>Plan for dev: 2 new, &lt;3&gt; &amp; more</text>');
  expect(svg).not.toContain('left out');
  const delays = [...svg.matchAll(/animation-delay:([\d.]+)s/g)].map(([, seconds]) => Number(seconds));
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(new Set(delays).size).toBe(17);
});

test('a demo that tells nothing any more is an error, and no empty picture', () => {
  expect(() => demoAnimation('done')).toThrow('The demo told only 0 lines');
});
