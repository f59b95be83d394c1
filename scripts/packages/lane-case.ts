import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, type Start } from './started.js';

/** What Terraform is told of the function; the defaults are those of the sample. */
interface Settings {
  readonly runtime?: string;
  readonly handler?: string;
  readonly architecture?: 'arm64' | 'x86_64';
}

export interface LaneCase extends Settings {
  readonly name: string;
  /** The name in `lambda-packages`; default `api`. */
  readonly package?: string;
  /** Makes the package in this empty folder. @returns its path there, `.` for the folder itself */
  make(folder: string): string;
  /** Part of what a pull request's run says when it refuses. */
  readonly refused?: string;
  /** Part of a warning. */
  readonly warned?: string;
  /** How many versions stay. Once, in the last case: after a deletion the emulator gives a number a second time. */
  readonly keep?: number;
  /** How the archive that was deployed is started, and what it answers. */
  readonly start?: Start & { readonly answers: string };
}

type Files = Readonly<Record<string, string | readonly [content: string, mode: number]>>;

export const MODULE = 'export const handler = async () => "hi";';
export const COMMON = 'exports.handler = async () => "hi";';
export const PYTHON = 'def handler(e, c): return "hi"\n';
export const SHELL = '#!/bin/sh\necho boot\n';
export const CUSTOM = { runtime: 'provided.al2023', handler: 'any' };
export const NODE = { runtime: 'node', handler: 'index.handler', answers: '"hi"' } as const;
export const BOOT = { runtime: 'bootstrap', handler: 'any', answers: 'boot' } as const;
export const JAVA = { runtime: 'java21', handler: 'App' };
export const JAR = { runtime: 'java', handler: 'App', answers: 'java' } as const;
const APP = 'public class App { public static void main(String[] a) { System.out.println("java"); } }\n';

export function folder(files: Files, more: (at: string) => void = () => undefined): (at: string) => string {
  return (at) => {
    for (const [path, given] of Object.entries(files)) {
      const [content, mode] = typeof given === 'string' ? [given, 0o644] : given;
      mkdirSync(dirname(join(at, path)), { recursive: true });
      writeFileSync(join(at, path), content);
      chmodSync(join(at, path), mode);
    }
    more(at);
    return '.';
  };
}

/** An archive as Python writes it: `z` is open for writing, `put(name, text, mode)` adds a file or a folder. */
export function archive(python: string, file = 'api.zip'): (at: string) => string {
  const script = `
import sys, warnings, zipfile
warnings.simplefilter('ignore')
def put(name, text='', mode=0o100644):
    info = zipfile.ZipInfo(name); info.external_attr = mode << 16; info.create_system = 3
    z.writestr(info, text)
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED, allowZip64=True) as z:
    ${python.trim().split('\n').join('\n    ')}
`;
  return (at) => {
    run('python3', ['-c', script, join(at, file)], at);
    return file;
  };
}

function compiled(at: string): void {
  writeFileSync(join(at, 'App.java'), APP);
  run('javac', ['-d', 'classes', '--release', '17', 'App.java'], at);
}

export function jar(name: string, also: (at: string) => void = () => undefined): (at: string) => string {
  return (at) => {
    compiled(at);
    run('jar', ['--create', '--file', name, '-C', 'classes', '.'], at);
    also(at);
    return name;
  };
}
