import { createPublicKey } from 'node:crypto';
import { chainFollower } from './chain.mjs';
import { readFiles } from './files.mjs';
import { checkSeal, isSigned, keyIdOf } from './seal.mjs';

const MANIFEST = 'manifest.json';
const SIGNATURE = 'manifest.sig';
const CHAINED = 'data/audit-log.jsonl';
const FORMAT = 'compliance-shepherd-audit-pack/1';

/**
 * Compares a pack with what was signed.
 * @param key PEM of the public key that it has to be signed by; undefined: whichever it names itself
 * @returns problems, a line each (none: it is as it was signed), and what was checked
 */
export async function verifyPack(path, key) {
  const follower = chainFollower();
  const { files, problems } = await readFiles(path, {
    keep: (name) => name === MANIFEST || name === SIGNATURE,
    watch: (name) => (name === CHAINED ? follower.piece : undefined),
  });
  const signature = readJson(files.get(SIGNATURE)?.text);
  const publicKey = keyOf(key ?? signature?.publicKey);
  const keyId = publicKey && keyIdOf(publicKey);
  problems.push(...signatureProblems(files.get(MANIFEST), files.get(SIGNATURE), signature, publicKey, keyId));
  const manifest = readJson(files.get(MANIFEST)?.text);
  if (isManifest(manifest)) {
    problems.push(...fileProblems(files, manifest));
    if (manifest.auditLog !== null && files.has(manifest.auditLog.file))
      problems.push(...follower.problems(manifest.auditLog));
  } else problems.push(`${MANIFEST} is no manifest of an audit pack`);
  const sealed = await checkSeal(path, (id) => (id === keyId ? publicKey : undefined));
  if (sealed.problems.length > 0 && problems.length === 0)
    problems.push('no file was changed: it is the bytes between them, their headers or their directory');
  problems.push(...sealed.problems);
  return {
    problems,
    checked: {
      ...{ tenantId: manifest?.tenantId, window: manifest?.window, files: files.size },
      ...{ auditLogEntries: manifest?.auditLog?.entries ?? 0, keyId, signedAt: signature?.signedAt },
      isKeyGiven: key !== undefined,
    },
  };
}

/** What was changed may still be JSON, with other names in it. */
const isManifest = (manifest) =>
  manifest?.format === FORMAT &&
  Array.isArray(manifest.files) &&
  manifest.files.every((file) => typeof file?.name === 'string') &&
  (manifest.auditLog === null || typeof manifest.auditLog?.file === 'string');

function signatureProblems(manifest, file, signature, publicKey, keyId) {
  if (file === undefined) return [`${SIGNATURE} is missing`];
  if (file.problem !== undefined) return [`${SIGNATURE} was changed (${file.problem})`];
  if (signature === undefined || publicKey === undefined)
    return [`${SIGNATURE} was changed: it cannot be read`];
  if (signature.keyId !== keyId) return [`the pack is signed by another key: ${String(signature.keyId)}`];
  const { signedAt, manifestSha256, signature: given } = signature;
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
  const spelled = {
    algorithm: 'Ed25519',
    keyId,
    publicKey: publicPem,
    signedAt,
    manifestSha256,
    signature: given,
  };
  if (file.text !== `${JSON.stringify(spelled, null, 2)}\n`) return [`${SIGNATURE} was changed`];
  const statement = [
    ...['compliance-shepherd audit pack manifest', `key ${keyId}`, `signed ${signedAt}`],
    ...[`sha256 ${manifestSha256}`, ''],
  ].join('\n');
  if (!isSigned(statement, given, publicKey)) return [`the signature in ${SIGNATURE} is wrong`];
  return manifest !== undefined && manifest.sha256 !== manifestSha256 ? [`${MANIFEST} was changed`] : [];
}

function fileProblems(files, manifest) {
  const problems = [];
  const expected = new Map(manifest.files.map((file) => [file.name, file]));
  for (const [name, { bytes, sha256 }] of expected) {
    const found = files.get(name);
    if (found === undefined) problems.push(`${name} is missing`);
    else if (found.problem !== undefined) problems.push(`${name} was changed (${found.problem})`);
    else if (found.bytes !== bytes || found.sha256 !== sha256) problems.push(`${name} was changed`);
  }
  for (const name of files.keys())
    if (!expected.has(name) && name !== MANIFEST && name !== SIGNATURE) problems.push(`${name} was added`);
  return problems;
}

function keyOf(pem) {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function readJson(text) {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
