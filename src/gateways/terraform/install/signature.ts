import { ActionError, asError } from '../../../errors.js';

export interface SignedBy {
  /** 40 hex digits, upper case, of the primary key. */
  readonly fingerprint: string;
  readonly at: Date;
}

export interface SignatureRequest {
  /** How a reader knows the signed file. */
  readonly name: string;
  readonly content: Uint8Array;
  /** A detached binary signature. */
  readonly signature: Uint8Array;
  /** Armored public keys, any of which may have signed. */
  readonly keys: readonly string[];
  /** Whose keys these are. */
  readonly signer: string;
  readonly wayOut: string;
}

/**
 * Checks a detached OpenPGP signature. It counts if the key was valid when it was made: a key that expires takes
 * nothing from the releases it has signed, and signs no further ones.
 */
export async function verifySignature(request: SignatureRequest): Promise<SignedBy> {
  const { createMessage, readKeys, readSignature, verify } = await import('openpgp');
  const refused = (found: string, fingerprints: readonly string[] = []) =>
    new ActionError({
      what: `The signature of ${request.name} is not valid. Nothing was installed`,
      found,
      expected: `a signature by the key of ${request.signer}${fingerprints.length === 0 ? '' : `, ${fingerprints.join(' or ')}`}`,
      wayOut: request.wayOut,
    });
  const known = (await Promise.all(request.keys.map((armoredKeys) => readKeys({ armoredKeys })))).flat();
  const fingerprints = [...new Set(known.map((key) => key.getFingerprint().toUpperCase()))];
  const signature = await readSignature({ binarySignature: request.signature }).catch((thrown: unknown) => {
    throw refused(`${request.signature.length} bytes that are no signature: ${asError(thrown).message}`, fingerprints);
  });
  const reasons = new Set<string>();
  // One key at a time: the same key with other self-signatures is valid at another time.
  for (const key of known) {
    const message = await createMessage({ binary: request.content });
    const { signatures } = await verify({ message, signature, verificationKeys: [key] });
    for (const one of signatures) {
      try {
        await one.verified;
        const at = (await one.signature).packets[0]?.created;
        if (at instanceof Date) return { fingerprint: key.getFingerprint().toUpperCase(), at };
      } catch (thrown) {
        reasons.add(asError(thrown).message);
      }
    }
  }
  throw refused([...reasons].join('; ') || 'no signature', fingerprints);
}
