/** Who signed, and when. */
export interface Signing {
  /** SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hex. */
  keyId: string;
  /** ISO 8601, UTC. */
  signedAt: string;
}

/** A file of this size at the end of the archive: its comment. */
export const SEAL_BYTES = 512;

/** What is signed for the manifest. It is short: KMS signs up to 4,096 bytes. */
export const manifestStatement = (sha256: string, { keyId, signedAt }: Signing): string =>
  [
    'compliance-shepherd audit pack manifest',
    `key ${keyId}`,
    `signed ${signedAt}`,
    `sha256 ${sha256}`,
    '',
  ].join('\n');

/** What is signed for the archive: all bytes of it before its comment. */
export const archiveStatement = (bytes: number, sha256: string, { keyId, signedAt }: Signing): string =>
  [
    'compliance-shepherd audit pack archive',
    ...[`key ${keyId}`, `signed ${signedAt}`, `bytes ${bytes}`, `sha256 ${sha256}`, ''],
  ].join('\n');

/** manifest.sig. @param signature Ed25519, base64; @param publicKey PEM */
export const manifestSignature = (
  signing: Signing & { publicKey: string; sha256: string },
  signature: string,
): string => {
  const { keyId, publicKey, signedAt, sha256 } = signing;
  return `${JSON.stringify({ algorithm: 'Ed25519', keyId, publicKey, signedAt, manifestSha256: sha256, signature }, null, 2)}\n`;
};

/**
 * The archive's comment: with it a change of any byte shows, also of those that no file is made of. It has one spelling
 * and one length. @throws Error where it does not fit
 */
export function sealText(
  bytes: number,
  sha256: string,
  { keyId, signedAt }: Signing,
  signature: string,
): string {
  const text = JSON.stringify({ seal: 1, keyId, signedAt, bytes, sha256, signature });
  if (text.length > SEAL_BYTES) throw new Error('the seal of a pack is longer than its place');
  return text.padEnd(SEAL_BYTES);
}
