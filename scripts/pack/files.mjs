import { createHash } from 'node:crypto';
import yauzl from 'yauzl';

/** What is read as a whole is small: more than this is none of ours. */
const MOST_TEXT = 16_777_216;

/**
 * Reads every file of an archive once.
 * @param watch gets the name of each, and gives who is told of its pieces, or undefined
 * @returns by name: bytes and sha256, `problem` where it cannot be read, `text` where `keep` says so; and the archive's
 * own problems
 */
export async function readFiles(path, { keep, watch }) {
  const files = new Map();
  const problems = [];
  let zip;
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch (error) {
    return { files, problems: [`the directory of the archive was changed (${error.message})`] };
  }
  try {
    for await (const entry of zip.eachEntry()) {
      if (files.has(entry.fileName)) problems.push(`${entry.fileName} is in the archive twice`);
      files.set(entry.fileName, await readFile(zip, entry, keep(entry.fileName), watch(entry.fileName)));
    }
  } catch (error) {
    problems.push(`the directory of the archive was changed (${error.message})`);
  } finally {
    zip.close();
  }
  return { files, problems };
}

async function readFile(zip, entry, isKept, watcher) {
  const hash = createHash('sha256');
  const pieces = [];
  let bytes = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      hash.update(piece);
      bytes += piece.length;
      watcher?.(piece);
      if (!isKept) continue;
      if (bytes > MOST_TEXT) throw new Error('it is too long');
      pieces.push(piece);
    }
  } catch (error) {
    return { bytes, sha256: '', problem: error.message };
  }
  const text = isKept ? Buffer.concat(pieces).toString('utf8') : undefined;
  return { bytes, sha256: hash.digest('hex'), text };
}
