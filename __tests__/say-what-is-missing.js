import { spawnSync } from 'node:child_process';
import { filesLeftOut } from './drawn-files.js';

/** Before any test: a test that fails for want of a program shall not be a riddle. */
export default function sayWhatIsMissing() {
  const { length: leftOut } = filesLeftOut();
  if (leftOut > 0)
    console.error(`\n${leftOut} of the long test files are left out. EVERY_CASE=true npm test runs them, too.\n`);
  if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0) return;
  console.error(
    '\nterraform is not on PATH. The tests that run it will fail.\n' +
      'Get it (1.10 or newer) from https://developer.hashicorp.com/terraform/install, or with your package manager.\n',
  );
}
