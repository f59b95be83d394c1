import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LocalReleases } from '../../../../local/releases/local-releases.js';
import { makeSigningKey } from '../../../../local/releases/signing-key.js';
import { type InstallRequest, install } from '../../../../src/gateways/terraform/install/install.js';
import { versionOfCheckout, versionOfInput } from '../../../../src/gateways/terraform/install/wanted-version.js';
import type { Log } from '../../../../src/ports/run.js';

const IMITATION = Buffer.from('#!/bin/sh\necho "an imitation of a program"\n');

let releases: LocalReleases;
let folder: string;
let lines: string[];
const before = { ...process.env };

beforeAll(async () => {
  releases = await LocalReleases.start();
  for (const version of ['1.9.8', '1.10.5', '1.11.4', '1.12.2'])
    await releases.release('terraform', version, IMITATION);
  await releases.release('tofu', '1.10.6', IMITATION);
});
afterAll(async () => await releases.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wmd-install-'));
  lines = [];
  writeFileSync(join(folder, 'key.asc'), releases.key.armoredPublicKey);
  process.env.RUNNER_TEMP = join(folder, 'temp');
  process.env.RUNNER_TOOL_CACHE = join(folder, 'tools');
});
afterEach(() => {
  process.env = { ...before };
  releases.faults.clear();
  rmSync(folder, { recursive: true, force: true });
});

const log: Log = {
  info: (line) => void lines.push(line),
  warning: (line) => void lines.push(`warning: ${line}`),
  error: (line) => void lines.push(`error: ${line}`),
  group: async (_title, work) => await work(),
};

function request(version: string, given: Partial<InstallRequest> = {}): InstallRequest {
  return {
    program: 'terraform',
    wanted: versionOfInput(version),
    environment: {
      RUNNER_TEMP: join(folder, 'temp'),
      RUNNER_TOOL_CACHE: join(folder, 'tools'),
      TFENV_REMOTE: releases.url,
      TFENV_HASHICORP_PGP_KEY: join(folder, 'key.asc'),
      TOFUENV_REMOTE: releases.url,
      TOFUENV_OPENTOFU_PGP_KEY: join(folder, 'key.asc'),
    },
    temporaryDirectory: join(folder, 'temp'),
    log,
    signal: new AbortController().signal,
    ...given,
  };
}

async function asked(work: () => Promise<unknown>): Promise<readonly string[]> {
  const known = releases.asked().length;
  await work();
  return releases.asked().slice(known);
}

function kept(version = '1.11.4', tool = 'terraform-release'): string {
  return join(folder, 'tools', tool, version, process.arch);
}

describe('a release is installed', () => {
  test('checksum file, signature, archive; then kept, and a second run downloads nothing', async () => {
    let path = '';
    expect(
      await asked(async () => {
        path = await install(request('1.11.4'));
      }),
    ).toEqual(['GetChecksums', 'GetSignature', 'GetArchive']);
    expect(readFileSync(path)).toEqual(IMITATION);
    expect(lines.join('\n').replaceAll(folder, 'FOLDER')).toMatch(
      /^Terraform 1\.11\.4: the input "terraform-version" says "1\.11\.4"\nTFENV_HASHICORP_PGP_KEY names the key .*: FOLDER\/key\.asc\nDownloaded terraform_1\.11\.4_\S+\.zip from \S+\/terraform\/1\.11\.4: its checksum is the signed one \(key [0-9A-F]{40}, \d{4}-\d\d-\d\d\)\nKept in FOLDER\/tools\/terraform-release\/1\.11\.4\/\S+ for later jobs on this runner$/,
    );
    // Only the program is left of it.
    expect(readdirSync(join(folder, 'temp')).filter((name) => name.startsWith('release-'))).toEqual([]);
    lines = [];
    expect(await asked(async () => expect(readFileSync(await install(request('1.11.4')))).toEqual(IMITATION))).toEqual(
      [],
    );
    expect(lines.at(-1)).toMatch(/verified again with key [0-9A-F]{40}: nothing was downloaded$/);
  });

  test('OpenTofu from its own layout', async () => {
    const path = await install(request('~> 1.10', { program: 'tofu' }));
    expect(path).toMatch(/tofu-1\.10\.6-\w+\/tofu$/);
    expect(readdirSync(kept('1.10.6', 'opentofu-release')).sort()).toEqual([
      'tofu_1.10.6_SHA256SUMS',
      'tofu_1.10.6_SHA256SUMS.gpgsig',
      LocalReleases.archive('tofu', '1.10.6'),
    ]);
  });

  test('a constraint that the tested version does not meet asks for the list', async () => {
    releases.list('terraform', ['1.10.9-rc1', '1.4.0']);
    expect((await asked(() => install(request('~> 1.10.0'))))[0]).toBe('ListReleases');
    expect(lines[0]).toBe('Terraform 1.10.5: the input "terraform-version" says "~> 1.10.0"');
  });

  test('without a tool cache it is installed all the same', async () => {
    const { RUNNER_TOOL_CACHE: _without, ...environment } = request('1.11.4').environment;
    expect(readFileSync(await install(request('1.11.4', { environment })))).toEqual(IMITATION);
  });

  test('what passes is tried again', async () => {
    releases.faults.add({ operation: 'GetArchive', nth: 1, effect: { truncate: 100 } });
    releases.faults.add({ operation: 'GetChecksums', nth: 1, effect: { status: 503 } });
    expect(readFileSync(await install(request('1.12.2')))).toEqual(IMITATION);
  });

  test('two at once on one tool cache, and again while another writes it', async () => {
    const paths = await Promise.all([1, 2, 3].map(() => install(request('1.11.4'))));
    expect(new Set(paths).size).toBe(3);
    for (const path of paths) expect(readFileSync(path)).toEqual(IMITATION);
  });
});

describe('refused, in words', () => {
  const wayOut = /compare with the vendor's file, and check the mirror in TFENV_REMOTE/;

  test('a wrong checksum', async () => {
    const rewrite = (reply: { body?: string | Buffer; status: number }) => ({ ...reply, body: Buffer.from('evil') });
    releases.faults.add({ operation: 'GetArchive', effect: { rewrite } });
    const failure = await install(request('1.9.8')).catch((thrown: Error) => thrown);
    expect(String(failure)).toMatch(
      /terraform_1\.9\.8_\S+\.zip is not the file that \S+key\.asc released\. Nothing was installed\. Found: SHA-256 [0-9a-f]{64}\. Expected: SHA-256 [0-9a-f]{64}, as the signed terraform_1\.9\.8_SHA256SUMS says\./,
    );
    expect(String(failure)).toMatch(wayOut);
    expect(readdirSync(join(folder, 'temp'))).toEqual([]);
  });

  test('a checksum file that was changed along with the archive', async () => {
    const rewrite = (reply: { body?: string | Buffer; status: number }) => ({ ...reply, body: `${reply.body}\n` });
    releases.faults.add({ operation: 'GetChecksums', effect: { rewrite } });
    await expect(install(request('1.9.8'))).rejects.toThrow(
      /The signature of terraform_1\.9\.8_SHA256SUMS is not valid\. Nothing was installed\. Found: .*\. Expected: a signature by the key of/,
    );
  });

  test("a signature of another key, such as ours in place of the vendor's", async () => {
    const { TFENV_HASHICORP_PGP_KEY: _own, ...environment } = request('1.9.8').environment;
    await expect(install(request('1.9.8', { environment }))).rejects.toThrow(
      /Expected: a signature by the key of HashiCorp, C874011F0AB405110D02105534365D9472D7468F/,
    );
    writeFileSync(join(folder, 'key.asc'), (await makeSigningKey()).armoredPublicKey);
    await expect(install(request('1.9.8'))).rejects.toThrow(/Could not find signing key/);
  });

  test('the signed files of another version', async () => {
    const rewrite = (suffix: string) => () => ({
      status: 200,
      body: releases.files.get(`/terraform/1.10.5/terraform_1.10.5_SHA256SUMS${suffix}`) ?? '',
    });
    releases.faults.add({ operation: 'GetChecksums', effect: { rewrite: rewrite('') } });
    releases.faults.add({ operation: 'GetSignature', effect: { rewrite: rewrite('.sig') } });
    await expect(install(request('1.9.8'))).rejects.toThrow(
      /terraform_1\.9\.8_SHA256SUMS is signed, and does not name terraform_1\.9\.8_/,
    );
  });

  test('a download that is cut', async () => {
    releases.faults.add({ operation: 'GetArchive', effect: { truncate: 100 } });
    await expect(install(request('1.9.8'))).rejects.toThrow(
      /Downloading \S+\.zip failed, three times\. Found: the connection broke after \d+ of \d+ bytes\. Let the runner reach that address/,
    );
  });

  test('a version that does not exist', async () => {
    await expect(install(request('1.11.99'))).rejects.toThrow(
      /There is no Terraform 1\.11\.99 for \w+ on \w+\. Found: HTTP 404 for \S+\. Change the input "terraform-version" to a version that HashiCorp has released/,
    );
  });

  test('no network', async () => {
    const environment = { ...request('1.9.8').environment, TFENV_REMOTE: 'http://127.0.0.1:1' };
    await expect(install(request('1.9.8', { environment }))).rejects.toThrow(
      /Downloading http:\/\/127\.0\.0\.1:1\/terraform\/1\.9\.8\/\S+ failed, three times\. Found: .*ECONNREFUSED.*\. Let the runner reach that address \(HTTPS_PROXY is honoured\), name a mirror in TFENV_REMOTE, or put the program on PATH/,
    );
  });

  test('a key file that is not there, and a list that is none', async () => {
    rmSync(join(folder, 'key.asc'));
    await expect(install(request('1.9.8'))).rejects.toThrow(/The public key that TFENV_HASHICORP_PGP_KEY names cannot/);
    releases.faults.add({ operation: 'ListReleases', effect: { rewrite: () => ({ status: 200, body: '<html>' }) } });
    await expect(install(request('~> 1.10.0'))).rejects.toThrow(/The list of releases cannot be read/);
  });

  test('a version below 1.5, before anything is downloaded', async () => {
    const refused = expect(install(request('1.4.7'))).rejects.toThrow(/Terraform 1\.4\.7 is too old/);
    expect(await asked(async () => await refused)).toEqual([]);
  });
});

describe('a tool cache that somebody has changed', () => {
  test.each([
    [
      'another archive',
      (files: string) => writeFileSync(join(files, LocalReleases.archive('terraform', '1.11.4')), 'evil'),
    ],
    ['another checksum file', (files: string) => writeFileSync(join(files, 'terraform_1.11.4_SHA256SUMS'), 'evil')],
    ['half of it', (files: string) => rmSync(join(files, 'terraform_1.11.4_SHA256SUMS.sig'))],
  ])('is not used, and said: %s', async (_name, change) => {
    await install(request('1.11.4'));
    change(kept());
    expect(await asked(async () => expect(readFileSync(await install(request('1.11.4')))).toEqual(IMITATION))).toEqual([
      'GetChecksums',
      'GetSignature',
      'GetArchive',
    ]);
    expect(lines.some((line) => line.startsWith('warning: What is kept in'))).toBe(true);
    // Mended for the next one.
    expect(await asked(() => install(request('1.11.4')))).toEqual([]);
  });

  test('a cache that cannot be written costs nothing', async () => {
    writeFileSync(join(folder, 'tools'), 'a file');
    expect(readFileSync(await install(request('1.11.4')))).toEqual(IMITATION);
    expect(lines.at(-1)).toMatch(/^Not kept for later jobs: /);
  });
});

describe('what the checkout names', () => {
  function file(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  async function named(program: 'terraform' | 'tofu' = 'terraform', directory = 'repo/stacks/shop'): Promise<string> {
    mkdirSync(join(folder, directory), { recursive: true });
    const { namedBy, text } = await versionOfCheckout(program, join(folder, directory), join(folder, 'repo'));
    return `${text}, by ${namedBy}`;
  }

  test('the nearest version file, then required_version, then what was tested', async () => {
    file('.terraform-version', '0.1.0');
    expect(await named()).toBe('1.11.4, by "terraform-version"');
    file('repo/stacks/shop/main.tf', 'terraform {\n  required_version = ">= 1.9"\n}\n');
    file('repo/stacks/shop/versions.tf', 'terraform {\n  required_version = "< 1.12"\n}\n');
    expect(await named()).toMatch(/^(>= 1\.9, < 1\.12|< 1\.12, >= 1\.9), by required_version in stacks\/shop$/);
    file('repo/.tool-versions', 'terraform 1.10.5\nopentofu 1.9.0\n');
    expect(await named()).toBe('1.10.5, by .tool-versions');
    expect(await named('tofu')).toBe('1.9.0, by .tool-versions');
    file('repo/.terraform-version', '1.9.8\n');
    expect(await named()).toBe('1.9.8, by .terraform-version');
    file('repo/stacks/shop/.terraform-version', '1.11\n');
    expect(await named()).toBe('1.11, by stacks/shop/.terraform-version');
    file('repo/stacks/shop/.opentofu-version', '1.8.0');
    expect(await named('tofu')).toBe('1.8.0, by stacks/shop/.opentofu-version');
  });

  test('of OpenTofu a .tofu file in place of the .tf file of its name', async () => {
    file('repo/stacks/shop/main.tf', 'terraform {\n  required_version = ">= 1.5"\n}\n');
    file('repo/stacks/shop/main.tofu', 'terraform {\n  required_version = "~> 1.10.0"\n}\n');
    expect(await named('tofu')).toBe('~> 1.10.0, by required_version in stacks/shop');
    expect(await named()).toBe('>= 1.5, by required_version in stacks/shop');
  });

  test('is refused in words where it cannot be read', async () => {
    file('repo/.terraform-version', 'latest:^1.5');
    await expect(named()).rejects.toThrow(
      'A version that cannot be read is named by .terraform-version. Found: "latest:^1.5". Expected: a version such as 1.11.4',
    );
  });

  test('never through a link: it would quote a file of the runner', async () => {
    file('secret', 'a secret of the runner');
    mkdirSync(join(folder, 'repo'));
    symlinkSync(join(folder, 'secret'), join(folder, 'repo', '.terraform-version'));
    const failure = await named().catch(String);
    expect(failure).toMatch(/\.terraform-version is not a version file\. Found: a link or a folder/);
    expect(failure).not.toContain('secret of');
  });
});
