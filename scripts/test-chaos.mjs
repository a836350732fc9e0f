import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';

/** npm run test:chaos -- NAME …: breaks the running service in the ways of test/chaos/NAME.mjs; all of them by default. */
process.chdir(ROOT);
const known = readdirSync(join(ROOT, 'test/chaos'))
  .filter((file) => file.endsWith('.chaos.mjs'))
  .map((file) => file.replace('.chaos.mjs', ''));
const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no chaos test ${unknown.join(', ')}: there is ${known.join(', ')}`);
  process.exit(2);
}
const out = output(process.stdout);
await install(out);
await build(out);
let failures = 0;
for (const name of names) {
  const { chaos } = await import(join(ROOT, `test/chaos/${name}.chaos.mjs`));
  failures += (await chaos(out)).failures;
}
process.exit(failures > 0 ? 1 : 0);
