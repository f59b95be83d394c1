import { createMessage, generateKey, readPrivateKey, sign } from 'openpgp';

/** A key of our own in place of a vendor's. */
export interface SigningKey {
  readonly armoredPublicKey: string;
  sign(content: Buffer, at?: Date): Promise<Buffer>;
}

/**
 * @param options.at when the key was made; now unless given
 * @param options.validForSeconds 0: for ever
 */
export async function makeSigningKey(
  options: { readonly at?: Date; readonly validForSeconds?: number } = {},
): Promise<SigningKey> {
  // A second ago: the resolution of OpenPGP, and a signature may not be older than its key.
  const { at = new Date(Date.now() - 1000), validForSeconds = 0 } = options;
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: 'Local releases' }],
    date: at,
    keyExpirationTime: validForSeconds,
  });
  return {
    armoredPublicKey: publicKey,
    async sign(content, date = new Date()) {
      const message = await createMessage({ binary: new Uint8Array(content) });
      const signingKeys = await readPrivateKey({ armoredKey: privateKey });
      return Buffer.from(await sign({ message, signingKeys, detached: true, format: 'binary', date }));
    },
  };
}
