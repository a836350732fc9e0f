import { readFileSync, writeFileSync } from 'node:fs';
import { basesIn, pinned } from './release/base.mjs';

/**
 * npm run pin-base -- sha256:…: writes the digest of the base image into the Dockerfile, or says which is there;
 * --check fails where there is none. docs/releasing.md says where the digest comes from.
 */

const file = new URL('../Dockerfile', import.meta.url);
const text = readFileSync(file, 'utf8');
const [word] = process.argv.slice(2);
try {
  if (word !== undefined && word !== '--check') writeFileSync(file, pinned(text, word));
  const bases = basesIn(readFileSync(file, 'utf8'));
  for (const { tag, digest } of bases) console.log(`${tag} ${digest ?? 'not pinned'}`);
  const isLoose = bases.length === 0 || bases.some(({ digest }) => digest === undefined);
  if (word === '--check' && isLoose) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
