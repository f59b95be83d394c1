// Tests run from the TypeScript source; only `__tests__/e2e` starts the built bundle.
import { availableParallelism } from 'node:os';
import { filesLeftOut } from './__tests__/drawn-files.js';

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/__tests__/say-what-is-missing.js',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: filesLeftOut(),
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testSequencer: '<rootDir>/__tests__/longest-first.cjs',
  // Most of a test that starts the bundle is waiting: for processes, for polls, for pauses between attempts.
  maxWorkers: availableParallelism() + 4,
  // Six workers on two busy processors: what takes two seconds alone has taken a minute.
  testTimeout: 120_000,
};
