// What CI runs, part by part, in its order. Each check is a command anyone can run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPORTS } from './part.js';

const SCRIPTS = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

/**
 * A script of package.json without its build or compilation, which CI does once: parts run side by side, and none may
 * find `lib/` or `dist/` half written.
 */
function compiled(name, ...args) {
  const words = SCRIPTS[name].split(' && ').at(-1).split(' ');
  const typed = ['npm run', name, ...(args.length > 0 ? ['--', ...args] : [])];
  return { command: [...words, ...args], typed: typed.join(' ') };
}

const npm = (name) => ({ command: ['npm', 'run', name], typed: `npm run ${name}` });
const shell = (line, typed = line) => ({ command: ['sh', '-c', line], typed });

/**
 * `alone`: nothing runs beside it. The others go two at a time in this order, so the long ones come first. What is a
 * sample here is whole by the same command without its arguments.
 */
export const PARTS = {
  static: {
    alone: true,
    async run(part) {
      await part.check('lint', npm('lint'));
      await part.check('typecheck', npm('typecheck'));
      await part.check('build', npm('build'));
      await part.check('dist is the build of this source', shell('git diff --exit-code --stat -- dist'));
      await part.check('dist has no file that is not committed', shell('test -z "$(git status --porcelain -- dist)"'));
    },
  },
  tests: {
    alone: true,
    async run(part, share) {
      await part.debian('chromium', 'chromium');
      await part.debian('strace', 'strace');
      await part.debian('gh', 'gh');
      await part.debian('aws', 'awscli');
      const file = join(REPORTS, 'tests.json');
      const shard = share === undefined ? [] : [`--shard=${share}`];
      const jest = compiled('test', '--ci', '--json', `--outputFile=${file}`, ...shard);
      await part.suite('tests', jest, { ...(await part.nodeOfActions()), EVERY_CASE: 'true' });
    },
  },
  provider: {
    async run(part) {
      await part.suite('the real provider', compiled('test:cloud'));
      await part.suite('reviews on the real provider', compiled('test:cloud:reviews', '--sample'));
    },
  },
  mutants: {
    run: (part) =>
      part.suite('mutants', compiled('test:mutants', '--sample', '4'), { TESTS_REPORT: join(REPORTS, 'tests.json') }),
  },
  histories: {
    run: (part) => part.suite('histories', compiled('test:histories', '--seconds', '120')),
  },
  fuzz: {
    run: (part) => part.suite('readers on faulty input', compiled('test:fuzz', '--seconds', '20')),
  },
  faults: {
    async run(part) {
      await part.suite('faults at requests', compiled('test:faults', '--scenario', 'first deploy', '--sample', '16'));
      await part.suite('runs cut off', compiled('test:kills', '--use', 'first deploy', '--rounds', '8'));
    },
  },
  demo: {
    async run(part) {
      await part.check('demo', compiled('demo'));
      const without = compiled('demo', '--invalidation', 'none');
      await part.check(
        'demo fails without the invalidation',
        shell(`${without.command.join(' ')}; test $? -eq 3`, `${without.typed}; test $? -eq 3`),
      );
    },
  },
  packages: {
    run: (part) => part.suite('packages that start', compiled('test:packages', 'quick')),
  },
  'front-ends': {
    run: (part) => part.suite('front ends as built', compiled('test:front-ends', 'quick')),
  },
  roles: {
    run: (part) => part.suite('the roles', compiled('test:iam')),
  },
};
