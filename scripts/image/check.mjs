import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * node scripts/image/check.mjs FOLDER: loads every package that FOLDER/dist names, also those that the service loads
 * at their first use only, so that one that is missing or was pruned too hard fails the build of the image and not a
 * scan. Needs no database and no AWS.
 */

const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([@a-z][\w./@-]*)\1/g;

const dist = join(resolve(process.argv[2] ?? '.'), 'dist');
const names = new Set();
for (const file of readdirSync(dist, { recursive: true })) {
  if (!file.endsWith('.js')) continue;
  for (const [, , name] of readFileSync(join(dist, file), 'utf8').matchAll(IMPORT)) names.add(name);
}
const packages = [...names].filter((name) => !name.startsWith('node:')).sort();

// a module finds packages from where it lies, so the loading is done from there
const there = join(dist, '.check.mjs');
writeFileSync(there, 'export const load = (name) => import(name);\n');
const { load } = await import(pathToFileURL(there).href).finally(() => rmSync(there));
await load('./service.js');
for (const name of packages) await load(name);
console.log(`The service and ${packages.length} packages load`);
process.exit(0); // some of them keep timers
