import { spawnSync } from 'node:child_process';

/** Before any test: a test that fails for want of a program shall not be a riddle. */
export default function sayWhatIsMissing() {
  if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0) return;
  console.error(
    '\nterraform is not on PATH. The tests that run it will fail.\n' +
      'Get it (1.10 or newer) from https://developer.hashicorp.com/terraform/install, or with your package manager.\n',
  );
}
