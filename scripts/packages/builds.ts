import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, type Start } from './started.js';

export interface Build extends Start {
  readonly name: string;
  /** Programs that it needs. */
  readonly needs: readonly string[];
  /** In the sample that CI runs: no registry, a few seconds. */
  readonly quick: boolean;
  /** Builds in this empty folder; returns what is packed, relative to it. `tools`: a folder with the npm tools' .bin. */
  build(folder: string, tools: string): string;
  readonly answers: string;
}

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
};

const WORKSPACE: Readonly<Record<string, string>> = {
  'package.json': '{"name":"root","private":true,"version":"1.0.0","workspaces":["packages/*","services/*"]}',
  'packages/shared/package.json': '{"name":"@org/shared","version":"1.0.0","main":"index.js"}',
  'packages/shared/index.js': 'exports.hi = () => "hi"',
  'services/api/package.json': '{"name":"api","version":"1.0.0","dependencies":{"@org/shared":"1.0.0"}}',
  'services/api/index.js': 'exports.handler = async () => require("@org/shared").hi()',
};

const JAVA = 'public class App { public static void main(String[] a) { System.out.println("java"); } }\n';

export const BUILDS: readonly Build[] = [
  {
    name: 'esbuild, one bundle',
    needs: ['npm'],
    quick: false,
    runtime: 'node',
    handler: 'index.handler',
    answers: '"<b>"',
    build(folder, tools) {
      write(folder, {
        'package.json': '{"name":"api","dependencies":{"he":"1.2.0"}}',
        'src.ts': 'import he from "he"; export const handler = async (): Promise<string> => he.decode("&lt;b&gt;");',
      });
      run('npm', ['install', '--silent', '--no-audit', '--no-fund'], folder);
      run(
        join(tools, 'esbuild'),
        ['src.ts', '--bundle', '--platform=node', '--format=cjs', '--outfile=dist/index.js', '--log-level=error'],
        folder,
      );
      return 'dist';
    },
  },
  {
    name: 'tsc with node_modules',
    needs: ['npm'],
    quick: false,
    runtime: 'node',
    handler: 'dist/index.handler',
    answers: '"<b>"',
    build(folder, tools) {
      write(folder, {
        'package.json': '{"name":"api","dependencies":{"he":"1.2.0","semver":"7.7.2"}}',
        'index.ts':
          'declare const require: any; declare const exports: any; exports.handler = async () => require("he").decode("&lt;b&gt;");',
      });
      run('npm', ['install', '--silent', '--no-audit', '--no-fund'], folder);
      run(join(tools, 'tsc'), ['index.ts', '--outDir', 'dist', '--module', 'commonjs'], folder);
      return '.';
    },
  },
  {
    name: 'npm workspace, the whole repository',
    needs: ['npm'],
    quick: true,
    runtime: 'node',
    handler: 'services/api/index.handler',
    answers: '"hi"',
    build(folder) {
      write(folder, WORKSPACE);
      run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline'], folder);
      return '.';
    },
  },
  {
    name: 'npm workspace, copied with links followed (cp -RL)',
    needs: ['npm', 'cp'],
    quick: true,
    runtime: 'node',
    handler: 'index.handler',
    answers: '"hi"',
    build(folder) {
      write(folder, WORKSPACE);
      run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline'], folder);
      mkdirSync(join(folder, 'build'));
      run('cp', ['-RL', 'node_modules', 'services/api/.', 'build'], folder);
      return 'build';
    },
  },
  {
    name: 'pnpm deploy (the workspace in one place, as checkouts are)',
    needs: ['npm'],
    quick: false,
    runtime: 'node',
    handler: 'index.handler',
    answers: '"hifunction"',
    build(folder, tools) {
      // pnpm writes the path of the workspace into what it deploys.
      const workspace = join(dirname(folder), 'pnpm-workspace');
      rmSync(workspace, { recursive: true, force: true });
      write(workspace, {
        'package.json': '{"name":"root","private":true,"version":"1.0.0"}',
        'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - services/*\ninjectWorkspacePackages: true\n',
        'packages/shared/package.json':
          '{"name":"@org/shared","version":"1.0.0","main":"index.js","dependencies":{"debug":"4.4.0"}}',
        'packages/shared/index.js': 'const d = require("debug"); exports.hi = () => "hi" + typeof d;',
        'services/api/package.json': '{"name":"api","version":"1.0.0","dependencies":{"@org/shared":"workspace:*"}}',
        'services/api/index.js': 'exports.handler = async () => require("@org/shared").hi();',
      });
      run(join(tools, 'pnpm'), ['install', '--silent'], workspace);
      run(join(tools, 'pnpm'), ['--silent', '--filter=api', '--prod', 'deploy', join(folder, 'out')], workspace);
      return 'out';
    },
  },
  {
    name: 'pip install --target',
    needs: ['python3'],
    quick: false,
    runtime: 'python',
    handler: 'app.handler',
    answers: '"&lt;"',
    build(folder) {
      run(
        'python3',
        [
          '-m',
          'pip',
          'install',
          '-q',
          '--disable-pip-version-check',
          '--root-user-action=ignore',
          '--target',
          'out',
          'markupsafe',
        ],
        folder,
      );
      write(folder, { 'out/app.py': 'import markupsafe\ndef handler(e, c): return str(markupsafe.escape("<"))\n' });
      return 'out';
    },
  },
  {
    name: 'Python with bytecode',
    needs: ['python3'],
    quick: true,
    runtime: 'python',
    handler: 'app.handler',
    answers: '"hi"',
    build(folder) {
      write(folder, {
        'app.py': 'from lib import hi\ndef handler(e, c): return hi()\n',
        'lib.py': 'def hi(): return "hi"\n',
      });
      run('python3', ['-m', 'compileall', '-q', '.'], folder);
      return '.';
    },
  },
  {
    name: 'a jar, built again',
    needs: ['javac', 'jar', 'java'],
    quick: true,
    runtime: 'java',
    handler: 'App',
    answers: 'java',
    build(folder) {
      write(folder, { 'App.java': JAVA });
      run('javac', ['-d', 'classes', 'App.java'], folder);
      run('jar', ['--create', '--file', 'app.jar', '-C', 'classes', '.'], folder);
      return 'app.jar';
    },
  },
  {
    name: 'Java, a folder with jars in lib/',
    needs: ['javac', 'jar', 'java'],
    quick: true,
    runtime: 'java',
    handler: 'App',
    answers: 'java',
    build(folder) {
      write(folder, { 'App.java': JAVA, 'out/readme.txt': 'left out' });
      run('javac', ['-d', 'classes', 'App.java'], folder);
      mkdirSync(join(folder, 'out/lib'), { recursive: true });
      run(
        'jar',
        ['--create', '--date=2020-01-01T00:00:00Z', '--file', 'out/lib/app.jar', '-C', 'classes', '.'],
        folder,
      );
      return 'out';
    },
  },
  {
    name: 'a bootstrap, by a script',
    needs: ['sh'],
    quick: true,
    runtime: 'bootstrap',
    handler: 'any',
    answers: 'boot',
    build(folder) {
      write(folder, { bootstrap: '#!/bin/sh\necho boot\n' });
      chmodSync(join(folder, 'bootstrap'), 0o755);
      return '.';
    },
  },
  {
    name: 'an archive whose directory zip -A corrected',
    needs: ['zip', 'sh'],
    quick: true,
    runtime: 'bootstrap',
    handler: 'any',
    answers: 'boot',
    build(folder) {
      write(folder, { bootstrap: '#!/bin/sh\necho boot\n' });
      chmodSync(join(folder, 'bootstrap'), 0o755);
      run('zip', ['-q', 'plain.zip', 'bootstrap'], folder);
      run(
        'sh',
        ['-c', 'printf "#!/bin/sh\\nexec java -jar\\n" | cat - plain.zip > api.zip; zip -q -A api.zip'],
        folder,
      );
      return 'api.zip';
    },
  },
];
