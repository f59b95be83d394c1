// Tests run from the TypeScript source; only `__tests__/e2e` starts the built bundle.
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/__tests__/say-what-is-missing.js',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  // Jest's default leaves one processor idle, which on two is half of the machine.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
