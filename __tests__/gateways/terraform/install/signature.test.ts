import { describe, expect, test } from '@jest/globals';
import { readKey } from 'openpgp';
import { makeSigningKey } from '../../../../local/releases/signing-key.js';
import { releaseSource } from '../../../../src/gateways/terraform/install/release-source.js';
import { verifySignature } from '../../../../src/gateways/terraform/install/signature.js';

const HASHICORP = 'C874011F0AB405110D02105534365D9472D7468F';
const OPENTOFU = 'E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80';
const WAY_OUT = 'Run the job again';

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

  test('has not signed a changed file, nor what somebody else signed', async () => {
    const [own, other] = [await makeSigningKey(), await makeSigningKey()];
    const content = Buffer.from('checksums');
    const asked = { name: 'x_SHA256SUMS', content, keys: [own.armoredPublicKey], signer: 'Local', wayOut: WAY_OUT };
    const signature = await own.sign(content);
    expect((await verifySignature({ ...asked, signature })).fingerprint).toMatch(/^[0-9A-F]{40}$/);
    for (const changed of [Buffer.concat([content, Buffer.from('\n')]), Buffer.alloc(0)]) {
      await expect(verifySignature({ ...asked, signature, content: changed })).rejects.toThrow(/is not valid/);
    }
    await expect(verifySignature({ ...asked, signature: await other.sign(content) })).rejects.toThrow(
      /The signature of x_SHA256SUMS is not valid\. Nothing was installed\. Found: Could not find signing key/,
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
