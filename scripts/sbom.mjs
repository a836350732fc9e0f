import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { placeOf, readLock } from './supply/licences.mjs';

/**
 * npm run sbom [-- FILE]: what the image is made of, in CycloneDX, by npm's own command; into dist/sbom.json where no
 * file is named. The image has one of what is really in it.
 *
 * npm is given the lock of the image alone: with --omit=dev it leaves out whatever a tool needs as well, which was a
 * third of what runs (npm 11.19).
 */

const file = resolve(process.argv[2] ?? 'dist/sbom.json');
const folder = mkdtempSync(join(tmpdir(), 'shepherd-sbom-'));
try {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(withoutTools(manifest)));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(ofTheImage(readLock())));
  const made = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    ...{ cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  if (made.status !== 0) throw new Error(made.stderr);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, made.stdout);
  console.log(`${JSON.parse(made.stdout).components.length} components: ${file}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function withoutTools(manifest) {
  return { ...manifest, devDependencies: {}, optionalDependencies: {} };
}

function ofTheImage(lock) {
  const kept = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && placeOf(path, entry) === 'image',
  );
  return { ...lock, packages: { '': withoutTools(lock.packages['']), ...Object.fromEntries(kept) } };
}
