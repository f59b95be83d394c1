// What is run while working: all that starts no process and no server, but the fuzzing, which takes a minute. `npm test` is everything.
import everything from './jest.config.js';

export default {
  ...everything,
  globalSetup: undefined,
  testPathIgnorePatterns: [
    '__tests__/(api|conformance|e2e|infra|local|packages|site-app)/',
    '__tests__/gateways/(aws|github|s3|terraform)/',
    '__tests__/operation/(site/|destroy-death|review/lookups)',
    '__tests__/lambda/(determinism|package-files)',
    '__tests__/printed/.*-lines',
    '__tests__/report/(render-command|screenshots)',
    '__tests__/scripts/(doctor|fuzz)\\.test',
    '__tests__/workflows/(checks|examples-run|from-nothing|release|scripts|two-calls|unpack)',
  ],
};
