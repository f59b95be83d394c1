const { default: Sequencer } = require('@jest/test-sequencer');

/** Tests that take minutes, then those that start processes: a fresh clone does not know yet how long each takes. */
const LONGEST = [
  /\/workflows\/examples-run\//,
  /\/e2e\/|\/operation\/site\/faults/,
  /\/(infra|operation\/site|site-app)\//,
];

function rank({ path }) {
  const found = LONGEST.findIndex((tests) => tests.test(path));
  return found < 0 ? LONGEST.length : found;
}

/** The long tests begin first: one that begins last is waited for by idle workers. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
