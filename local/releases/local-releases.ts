import { createHash } from 'node:crypto';
import { arch, platform } from 'node:os';
import { zipSync } from 'fflate';
import { Faults } from '../faults.js';
import { type RunningService, startService } from '../http-service.js';
import { Journal } from '../journal.js';
import { releaseService } from './release-service.js';
import { makeSigningKey, type SigningKey } from './signing-key.js';

const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** A server with releases in both vendors' layouts, signed with a key of its own. */
export class LocalReleases {
  readonly journal: Journal;
  readonly faults: Faults;
  readonly key: SigningKey;
  readonly files: Map<string, Buffer>;
  readonly #running: RunningService;
  readonly #versions = { terraform: new Set<string>(), tofu: new Set<string>() };

  private constructor(parts: Pick<LocalReleases, 'journal' | 'faults' | 'key' | 'files'>, running: RunningService) {
    ({ journal: this.journal, faults: this.faults, key: this.key, files: this.files } = parts);
    this.#running = running;
  }

  static async start(): Promise<LocalReleases> {
    const parts = { journal: new Journal(), faults: new Faults(), key: await makeSigningKey(), files: new Map() };
    return new LocalReleases(parts, await startService(releaseService(parts.files), parts));
  }

  get url(): string {
    return this.#running.url;
  }

  /** What each request was for, in their order. */
  asked(): readonly string[] {
    return this.journal.entries().map(({ operation }) => operation);
  }

  /** Name of the archive for this machine. */
  static archive(program: 'terraform' | 'tofu', version: string): string {
    return `${program}_${version}_${platform()}_${PROCESSORS[arch()] ?? arch()}.zip`;
  }

  /** Path of the folder with a version's files. */
  static folder(program: 'terraform' | 'tofu', version: string): string {
    return program === 'terraform' ? `/terraform/${version}` : `/v${version}`;
  }

  /** Releases a version whose program is this file. */
  async release(program: 'terraform' | 'tofu', version: string, content: Buffer): Promise<void> {
    this.#versions[program].add(version);
    const archive = LocalReleases.archive(program, version);
    const licence = Buffer.from('An imitation, for tests.\n');
    const zip = Buffer.from(
      zipSync({ 'LICENSE.txt': licence, [program]: content }, { level: content.length > 1e6 ? 0 : 6 }),
    );
    const other = `${'0'.repeat(64)}  ${program}_${version}_plan9_mips.zip\n`;
    const sums = Buffer.from(`${other}${createHash('sha256').update(zip).digest('hex')}  ${archive}\n`);
    const folder = LocalReleases.folder(program, version);
    const checksums = `${folder}/${program}_${version}_SHA256SUMS`;
    this.files.set(`${folder}/${archive}`, zip);
    this.files.set(checksums, sums);
    this.files.set(checksums + (program === 'terraform' ? '.sig' : '.gpgsig'), await this.key.sign(sums));
    this.#list();
  }

  /** Versions that are listed only. */
  list(program: 'terraform' | 'tofu', versions: readonly string[]): void {
    for (const version of versions) this.#versions[program].add(version);
    this.#list();
  }

  async stop(): Promise<void> {
    await this.#running.stop();
  }

  #list(): void {
    const { terraform, tofu } = this.#versions;
    const versions = Object.fromEntries([...terraform].map((version) => [version, { name: 'terraform', version }]));
    this.files.set('/terraform/index.json', Buffer.from(JSON.stringify({ name: 'terraform', versions })));
    this.files.set('/api.json', Buffer.from(JSON.stringify({ versions: [...tofu].map((id) => ({ id, files: [] })) })));
  }
}
