import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Adds to package-lock.json the optional packages of other systems that the registry in use could not give when the
 * lock was made. Without them `npm ci` refuses the lock. Run it after each change of the lock.
 */

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const CPUS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;

for (const [at, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (at === '') continue;
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = /^[~^]?(\d+\.\d+\.\d+[\w.-]*)$/.exec(range)?.[1];
    const nested = `${at}/node_modules/${name}`;
    const top = `node_modules/${name}`;
    const words = name.split(/[/-]/);
    const os = SYSTEMS.find((system) => words.includes(system));
    if (!version || !os || lock.packages[top] || lock.packages[nested]) continue;
    const cpu = CPUS.find((one) => words.some((word) => word === one || (one === 'arm' && word === 'arm')));
    lock.packages[top] = {
      version,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(dev ? { dev } : {}),
      optional: true,
      os: [os],
    };
    added++;
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other systems added`);
