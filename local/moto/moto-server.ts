import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface MotoServer {
  readonly url: string;
  /** `SIGSTOP` freezes it until `SIGCONT`. */
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const START_SECONDS = 60;

/** The emulator's program on PATH; `undefined` where it is not installed. */
export async function findMotoServer(path = process.env.PATH ?? ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const program = join(folder, 'moto_server');
    try {
      await access(program, constants.X_OK);
      return program;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Starts the emulator on a free port and waits until it serves. */
export async function startMotoServer(program: string): Promise<MotoServer> {
  const child = spawn(program, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => fail(`did not serve within ${START_SECONDS} s`), START_SECONDS * 1000);
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill();
      reject(new Error(`moto_server ${why}:\n${printed}`));
    };
    const listen = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-20_000);
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    // Both are read to the end: an emulator whose output nobody takes stands still.
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
  return {
    url,
    signal: (signal) => void child.kill(signal),
    async stop() {
      child.kill();
      await exited;
    },
  };
}
