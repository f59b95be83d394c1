import { describe, expect, test } from '@jest/globals';
import { isLeftOut, isStaleBytecode } from '../../src/lambda/left-out.js';

const bytecode = (flags: number) => Buffer.from([0xa7, 0x0d, 0x0d, 0x0a, flags, 0, 0, 0, 1, 2, 3, 4]);

describe('of a package is left out', () => {
  test.each([
    '.git/config',
    'vendor/lib/.git',
    'lib/.DS_Store',
    'node_modules/.modules.yaml',
    'node_modules/.pnpm-workspace-state-v1.json',
    'services/api/node_modules/.cache/babel/1.json',
    'README.md',
    'readme',
  ])('%s', (path) => {
    expect(isLeftOut(path)).toBe(true);
  });

  test.each([
    '.gitkeep.js',
    '.env',
    'node_modules/.pnpm/debug@4.4.0/node_modules/debug/index.js',
    'node_modules/.package-lock.json',
    'node_modules/x/README.md',
    'docs/README.md',
    'README.md.js',
    'git/config',
    '.cache/data.json',
  ])('not %s', (path) => {
    expect(isLeftOut(path)).toBe(false);
  });

  test('bytecode that holds a time, and not what is checked by its source’s hash, or has no source', () => {
    expect(isStaleBytecode('lib/__pycache__/a.cpython-313.pyc', bytecode(0))).toBe(true);
    for (const flags of [1, 3])
      expect(isStaleBytecode('lib/__pycache__/a.cpython-313.pyc', bytecode(flags))).toBe(false);
    expect(isStaleBytecode('lib/a.pyc', bytecode(0))).toBe(false);
    expect(isStaleBytecode('__pycache__/a.pyc', Buffer.alloc(0))).toBe(false);
  });
});
