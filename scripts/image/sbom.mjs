import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * node scripts/image/sbom.mjs FOLDER: writes FOLDER/sbom.json, what FOLDER/node_modules really has, in CycloneDX, by
 * npm's own command; before pruning, which makes npm miss what it takes away. package.json loses what is of use to who
 * develops alone, without which npm looks for those packages too.
 */

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/image/sbom.mjs FOLDER   (the one that holds node_modules)');
  process.exit(2);
}
const file = join(folder, 'package.json');
const manifest = JSON.parse(readFileSync(file, 'utf8'));
for (const part of ['devDependencies', 'optionalDependencies', 'scripts', 'allowScripts'])
  delete manifest[part];
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(join(folder, 'package-lock.json'), { force: true });

const made = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx'], {
  ...{ cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
});
if (made.status !== 0) {
  console.error(made.stderr);
  process.exit(1);
}
writeFileSync(join(folder, 'sbom.json'), made.stdout);
console.log(`sbom.json names ${JSON.parse(made.stdout).components.length} packages`);
