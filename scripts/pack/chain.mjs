import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
/** `,"hash":"<64 hex>"}` ends each line. */
const HASH = /,"hash":"([0-9a-f]{64})"\}$/;

/**
 * Follows the hashes of an audit log, piece by piece. Each entry's is SHA-256 of the hash before it, a line feed, and the
 * entry without its hash, to the letter.
 */
export function chainFollower() {
  const decoder = new TextDecoder();
  const lines = [];
  let rest = '';
  let entries = 0;
  let previous;
  let first;
  const broken = [];
  const line = (text) => {
    entries += 1;
    const match = HASH.exec(text);
    const entry = match === null ? text : `${text.slice(0, match.index)}}`;
    // what the first one follows stands in the manifest, which comes later
    if (previous === undefined) first = { entry, hash: match?.[1], text };
    else if (match === null || sha256(`${previous}\n${entry}`) !== match[1])
      broken.push(named(text, entries));
    previous = match?.[1] ?? previous ?? '';
  };
  return {
    piece(bytes) {
      const all = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n');
      rest = all.pop();
      all.forEach(line);
    },
    /** @param log of the manifest */
    problems(log) {
      if (rest !== '') line(rest);
      if (first !== undefined && sha256(`${log.previous}\n${first.entry}`) !== first.hash)
        broken.unshift(named(first.text, 1));
      lines.push(...broken.map((name) => `${log.file}: ${name} does not follow the entry before it`));
      const head = previous ?? log.previous;
      if (entries !== log.entries)
        lines.push(`${log.file} has ${entries} entries in place of ${log.entries}`);
      if (head !== log.head) lines.push(`${log.file} ends with another hash than the manifest says`);
      return lines;
    },
  };
}

function named(text, number) {
  const id = /^\{"id":"([^"]{1,80})"/.exec(text)?.[1];
  return `entry ${number}${id === undefined ? '' : ` (${id})`}`;
}
