import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Stored } from './storage.js';

/** Passes everything on, and knows afterwards how much it was. */
export function measured(): { through: Transform; stored: () => Stored } {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, stored: () => ({ bytes, sha256: hash.digest('hex') }) };
}
