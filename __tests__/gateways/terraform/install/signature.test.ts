import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readKey } from 'openpgp';
import { makeSigningKey } from '../../../../local/releases/signing-key.js';
import { releaseSource } from '../../../../src/gateways/terraform/install/release-source.js';
import { verifySignature } from '../../../../src/gateways/terraform/install/signature.js';

const HASHICORP = 'C874011F0AB405110D02105534365D9472D7468F';
const OPENTOFU = 'E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80';
const FIXTURES = '__tests__/fixtures/releases';
const WAY_OUT = 'Run the job again';

function released(name: string, suffix: string) {
  const content = readFileSync(join(FIXTURES, name));
  return { name, content, signature: readFileSync(join(FIXTURES, name + suffix)), wayOut: WAY_OUT };
}

describe("a vendor's key", () => {
  test('is the one with the published fingerprint', async () => {
    for (const [program, fingerprint] of [
      ['terraform', HASHICORP],
      ['tofu', OPENTOFU],
    ] as const) {
      for (const armoredKey of releaseSource(program, {}).keys) {
        expect((await readKey({ armoredKey })).getFingerprint().toUpperCase()).toBe(fingerprint);
      }
    }
  });

  test('covers, in two editions, what was signed before it was renewed and what is signed until 2030', async () => {
    const days = releaseSource('terraform', {}).keys.map(async (armoredKey) => {
      const key = await readKey({ armoredKey });
      const [first = 0] = key.users.flatMap((user) => user.selfCertifications.map(({ created }) => Number(created)));
      return [first, Number(await key.getExpirationTime())].map((time) => new Date(time).toISOString().slice(0, 10));
    });
    expect(await Promise.all(days)).toEqual([
      ['2026-02-18', '2030-03-01'],
      ['2021-04-19', '2026-04-18'],
    ]);
  });

  test.each([
    ['terraform', 'terraform_1.9.8_SHA256SUMS', '.sig', HASHICORP, '2024-10-16'],
    ['tofu', 'tofu_1.8.5_SHA256SUMS', '.gpgsig', OPENTOFU, '2024-11-04'],
  ] as const)('of %s has signed %s', async (program, name, suffix, fingerprint, day) => {
    const { keys, vendor } = releaseSource(program, {});
    const signed = await verifySignature({ ...released(name, suffix), keys, signer: vendor });
    expect([signed.fingerprint, signed.at.toISOString().slice(0, 10)]).toEqual([fingerprint, day]);
  });

  test('has not signed a changed file, nor what the other vendor signed', async () => {
    const { keys, vendor } = releaseSource('terraform', {});
    const terraform = released('terraform_1.9.8_SHA256SUMS', '.sig');
    const tofu = released('tofu_1.8.5_SHA256SUMS', '.gpgsig');
    for (const content of [Buffer.concat([terraform.content, Buffer.from('\n')]), tofu.content, Buffer.alloc(0)]) {
      await expect(verifySignature({ ...terraform, content, keys, signer: vendor })).rejects.toThrow(/is not valid/);
    }
    await expect(verifySignature({ ...tofu, keys, signer: vendor })).rejects.toThrow(
      `The signature of tofu_1.8.5_SHA256SUMS is not valid. Nothing was installed. Found: Could not find signing key with key ID 0c0af313e5fd9f80. Expected: a signature by the key of HashiCorp, ${HASHICORP}.`,
    );
  });
});

describe('a key that expires', () => {
  const content = Buffer.from('checksums');
  const asked = { name: 'x_SHA256SUMS', content, signer: 'Local', wayOut: WAY_OUT };

  test('has signed what it signed before, and nothing after', async () => {
    const made = new Date(Date.now() - 3600_000);
    const key = await makeSigningKey({ at: made, validForSeconds: 600 });
    const keys = [key.armoredPublicKey];
    const before = await key.sign(content, new Date(made.getTime() + 60_000));
    expect((await verifySignature({ ...asked, signature: before, keys })).at.getTime()).toBeLessThan(Date.now());
    const long = await makeSigningKey({ at: made });
    await expect(verifySignature({ ...asked, signature: await long.sign(content), keys })).rejects.toThrow(
      /Could not find signing key/,
    );
  });

  test('what is no signature is refused', async () => {
    const { armoredPublicKey } = await makeSigningKey();
    for (const signature of [Buffer.alloc(0), Buffer.from('<html>'), Buffer.from([0xc2, 0x01])]) {
      await expect(verifySignature({ ...asked, signature, keys: [armoredPublicKey] })).rejects.toThrow(
        /The signature of x_SHA256SUMS is not valid/,
      );
    }
  });
});
