import { createHash, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

export const SEAL_BYTES = 512;
const END_RECORD = 22; // bytes of the end of central directory record before its comment (APPNOTE.TXT, 4.3.16)

/** Whether a text was signed by that key. @param signature base64, in its one spelling */
export function isSigned(text, signature, publicKey) {
  const bytes = Buffer.from(String(signature), 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return verify(null, Buffer.from(text), publicKey, bytes);
}

export const keyIdOf = (publicKey) =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

const statementOf = ({ keyId, signedAt, bytes, sha256 }) =>
  [
    'compliance-shepherd audit pack archive',
    ...[`key ${keyId}`, `signed ${signedAt}`, `bytes ${bytes}`, `sha256 ${sha256}`, ''],
  ].join('\n');

/**
 * Reads the seal and compares all bytes before it. @returns its problems, and what it says: undefined where it cannot be
 * read
 */
export async function checkSeal(path, publicKeyOf) {
  const { size } = await stat(path);
  if (size < SEAL_BYTES + END_RECORD) return { problems: ['the archive is cut off'], seal: undefined };
  const { end, text } = await tail(path, size);
  if (end.readUInt32LE(0) !== 0x06054b50 || end.readUInt16LE(20) !== SEAL_BYTES)
    return { problems: ['the end of the archive was changed'], seal: undefined };
  const seal = sealIn(text);
  if (seal === undefined) return { problems: ['the seal of the archive was changed'], seal };
  const problems = [];
  const found = await hashed(path, size - SEAL_BYTES);
  if (seal.bytes !== size - SEAL_BYTES || seal.sha256 !== found)
    problems.push('the archive is not the one that was sealed');
  const publicKey = publicKeyOf(seal.keyId);
  if (publicKey === undefined) problems.push('the seal of the archive is of another key');
  else if (!isSigned(statementOf(seal), seal.signature, publicKey))
    problems.push('the signature of the seal of the archive is wrong');
  return { problems, seal };
}

/** It has one spelling: each other one was changed. */
function sealIn(text) {
  try {
    const { seal, keyId, signedAt, bytes, sha256, signature } = JSON.parse(text);
    const one = { seal, keyId, signedAt, bytes, sha256, signature };
    return seal === 1 && JSON.stringify(one).padEnd(SEAL_BYTES) === text ? one : undefined;
  } catch {
    return undefined;
  }
}

async function tail(path, size) {
  const file = await open(path);
  try {
    const all = Buffer.alloc(END_RECORD + SEAL_BYTES);
    await file.read(all, 0, all.length, size - all.length);
    return { end: all.subarray(0, END_RECORD), text: all.subarray(END_RECORD).toString('latin1') };
  } finally {
    await file.close();
  }
}

async function hashed(path, bytes) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { end: bytes - 1 })) hash.update(piece);
  return hash.digest('hex');
}
