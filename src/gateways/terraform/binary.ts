import { constants } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { ActionError } from '../../errors.js';

/** As `findBinary`; `undefined` where there is none. */
export async function findInstalled(
  binary: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  return (await locate(binary, environment.PATH ?? '')) === undefined
    ? undefined
    : await findBinary(binary, environment);
}

/**
 * The absolute path of the real binary. A set-up action may put a script of Node in its place and the binary as
 * `NAME-bin` beside it; the script changes exit codes and adds text to the output, so the binary is what is run.
 *
 * @param binary a name that is looked up on the `PATH` of `environment`, or a path
 */
export async function findBinary(binary: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const found = await locate(binary, environment.PATH ?? '');
  if (found === undefined) throw missing(binary);
  if (!(await isNodeScript(found))) return found;
  // The script may be linked to; the binary is beside the script itself.
  for (const beside of [`${found}-bin`, `${await realpath(found)}-bin`]) {
    if (await isExecutable(beside)) return beside;
  }
  throw new ActionError({
    what: `${found} is a wrapper script, and there is no ${binary}-bin beside it`,
    found: 'a script for Node, which changes exit codes and adds text to what Terraform prints',
    expected: 'the binary itself',
    wayOut:
      'Set "terraform_wrapper: false" (OpenTofu: "tofu_wrapper: false") at the set-up action, or name the binary in "terraform-binary"',
  });
}

async function locate(binary: string, path: string): Promise<string | undefined> {
  if (binary.includes('/') || isAbsolute(binary)) {
    const absolute = resolve(binary);
    return (await isExecutable(absolute)) ? absolute : undefined;
  }
  for (const folder of path.split(delimiter)) {
    if (folder !== '' && (await isExecutable(join(folder, binary)))) return resolve(folder, binary);
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Whether the first line names Node as the interpreter. */
async function isNodeScript(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(128);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const [first = ''] = buffer.subarray(0, bytesRead).toString('latin1').split('\n');
    return /^#!.*\bnode\b/.test(first);
  } finally {
    await file.close();
  }
}

function missing(binary: string): ActionError {
  return new ActionError({
    what: `There is no ${binary}`,
    found: binary.includes('/') ? `no executable file at ${binary}` : `no ${binary} in any folder of PATH`,
    expected: 'an executable Terraform 1.5 or newer, or OpenTofu',
    wayOut:
      'Correct "terraform-binary", or set it to terraform or tofu: where PATH has no such program, this action downloads it',
  });
}
