import { spawn } from 'node:child_process';

/** Runs Terraform to its end. Returns its standard output; throws with everything that it printed. */
export async function terraform(
  directory: string,
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  const child = spawn('terraform', args, {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { out: '', all: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed.out += chunk;
    printed.all += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    printed.all += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code === 0) return printed.out;
  throw new Error(`terraform ${args.join(' ')} in ${directory} ended with ${code}:\n${printed.all.slice(-6000)}`);
}
