import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * node scripts/image/check.mjs FOLDER: loads every package that FOLDER/dist names, also those that the service loads
 * at their first use only, so that one that is missing or was pruned too hard fails the build of the image and not a
 * scan. Needs no database and no AWS. Looks also whether sbom.json names every package that is there, and whether the
 * code starts anything by a shell, which the image need not have.
 */

const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([@a-z][\w./@-]*)\1/g;

/** exec() of a child process, and the option of the others. (A regular expression's exec stands behind a dot.) */
const SHELL = /(?<![.\w])exec(Sync)?\(|\bshell:\s*(true|['"])/;

const dist = join(resolve(process.argv[2] ?? '.'), 'dist');
const names = new Set();
const shells = [];
for (const file of readdirSync(dist, { recursive: true })) {
  if (!file.endsWith('.js')) continue;
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, , name] of text.matchAll(IMPORT)) names.add(name);
  if (SHELL.test(text)) shells.push(file);
}
const packages = [...names].filter((name) => !name.startsWith('node:')).sort();

// a module finds packages from where it lies, so the loading is done from there
const there = join(dist, '.check.mjs');
writeFileSync(there, 'export const load = (name) => import(name);\n');
const { load } = await import(pathToFileURL(there).href).finally(() => rmSync(there));
await load('./service.js');
for (const name of packages) await load(name);
console.log(`The service and ${packages.length} packages load`);
const unnamed = unnamedIn(join(dist, '..'));
if (unnamed.length > 0) console.error(`sbom.json does not name ${unnamed.join(', ')}`);
if (shells.length > 0) console.error(`A shell is needed by ${shells.join(', ')}`);
if (unnamed.length + shells.length > 0) process.exit(1);
process.exit(0); // some of them keep timers

/** Packages that are there and not in sbom.json. */
function unnamedIn(folder) {
  const { components } = JSON.parse(readFileSync(join(folder, 'sbom.json'), 'utf8'));
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  return [...packagesIn(join(folder, 'node_modules'))].filter((one) => !named.has(one));
}

function* packagesIn(modules) {
  if (!existsSync(modules)) return;
  for (const entry of readdirSync(modules)) {
    if (entry.startsWith('.')) continue;
    const folders = entry.startsWith('@')
      ? readdirSync(join(modules, entry)).map((name) => join(modules, entry, name))
      : [join(modules, entry)];
    for (const folder of folders) {
      const manifest = join(folder, 'package.json');
      if (existsSync(manifest)) {
        const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
        yield `${name}@${version}`;
      }
      yield* packagesIn(join(folder, 'node_modules'));
    }
  }
}
