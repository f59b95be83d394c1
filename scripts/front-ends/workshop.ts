import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pageOf } from './bundlers.js';
import type { AppChange, FrontEnd, Sources } from './front-end.js';
import { PUBLIC } from './shared-files.js';

/** Megabytes. Some builds need more than Node takes by itself on a small machine. */
const MEMORY = 4096;
const NEW_NODE = 22;
const KEPT = new Set(['node_modules', 'package-lock.json', 'installed.json', 'installed-package.json']);

/** A folder in which packages are installed and front ends are built, each in a folder of its own. */
export class Workshop {
  readonly #scratch: string;
  #newNode: string | undefined;

  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  install(frontEnd: FrontEnd): void {
    if (frontEnd.packages.length > 0) this.#npm(this.#folder(frontEnd), frontEnd.packages);
    if (frontEnd.newNode !== true || Number(process.versions.node.split('.')[0]) >= NEW_NODE) return;
    const folder = join(this.#scratch, 'node-24');
    this.#npm(folder, ['node@24']);
    this.#newNode = join(folder, 'node_modules/node/bin/node');
  }

  /** The checkout of this app: its sources without what a build leaves. */
  checkout(frontEnd: FrontEnd): string {
    return join(this.#scratch, 'checkouts', slug(frontEnd));
  }

  /** A fresh build, as CI makes it: nothing of the one before is there but the packages. */
  build(frontEnd: FrontEnd, change: AppChange): Sources {
    const folder = this.#folder(frontEnd);
    const { publicFolder, command, output } = frontEnd;
    const people = Object.entries(PUBLIC).map(([path, text]) => [`${publicFolder ?? 'people'}/${path}`, text] as const);
    const sources = { ...Object.fromEntries(people), ...frontEnd.sources(change) };
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      if (!KEPT.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
    }
    const { dependencies } = JSON.parse(readOr(join(folder, 'installed-package.json'), '{}'));
    const manifest = { private: true, ...JSON.parse(String(sources['package.json'] ?? '{}')), dependencies };
    // Frameworks look there for what to build for.
    write(folder, { ...sources, 'package.json': JSON.stringify(manifest) });
    const checkout = this.checkout(frontEnd);
    rmSync(checkout, { recursive: true, force: true });
    write(checkout, command === undefined ? Object.fromEntries(people) : sources);
    if (command !== undefined) this.#run(command, folder, frontEnd.newNode === true);
    const built = filesOf(join(folder, output));
    const withPeople = publicFolder === undefined ? { ...PUBLIC, ...built } : built;
    return 'index.html' in withPeople ? withPeople : { ...withPeople, 'index.html': pageOf(Object.keys(withPeople)) };
  }

  #folder(frontEnd: FrontEnd): string {
    return join(this.#scratch, 'apps', slug(frontEnd));
  }

  #npm(folder: string, packages: readonly string[]): void {
    const stamp = join(folder, 'installed.json');
    const wanted = JSON.stringify(packages);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
    write(folder, { 'package.json': '{"private":true}\n' });
    spawned(
      'npm',
      ['install', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps', ...packages],
      folder,
    );
    cpSync(join(folder, 'package.json'), join(folder, 'installed-package.json'));
    writeFileSync(stamp, wanted);
  }

  #run([program = '', ...args]: readonly string[], folder: string, newNode: boolean): void {
    const entry = join(folder, 'node_modules', program);
    const node = newNode ? (this.#newNode ?? process.execPath) : process.execPath;
    // esbuild's installer may put the native program in the place of its script.
    const isNative = readFileSync(entry).subarray(1, 4).toString() === 'ELF';
    if (isNative) spawned(entry, args, folder);
    else spawned(node, [entry, ...args], folder);
  }
}

function readOr(place: string, otherwise: string): string {
  return existsSync(place) ? readFileSync(place, 'utf8') : otherwise;
}

function slug({ name }: FrontEnd): string {
  return name.replace(/\W+/g, '-').toLowerCase();
}

function write(folder: string, files: Sources): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function filesOf(folder: string): Sources {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(
    found.map(({ parentPath, name }) => {
      const place = join(parentPath, name);
      return [relative(folder, place), readFileSync(place)];
    }),
  );
}

/** Nothing of a framework reports home, and none takes this machine for a terminal. */
function spawned(program: string, args: readonly string[], cwd: string): void {
  const env = {
    ...process.env,
    CI: 'true',
    NODE_ENV: 'production',
    NODE_OPTIONS: `--max-old-space-size=${MEMORY}`,
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
    GATSBY_TELEMETRY_DISABLED: '1',
    npm_config_production: 'false',
    npm_config_include: 'dev',
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  const said = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-30).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}\n${said}`);
}
