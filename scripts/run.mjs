import { join } from 'node:path';
import { argv } from 'node:process';
import { output } from './lib/output.mjs';
import { install, ROOT } from './lib/project.mjs';

/**
 * node scripts/run.mjs NAME [arguments]: runs scripts/NAME.mjs once the packages are there, which it imports: so npm's
 * scripts work in a fresh clone too.
 */
const [node, , name, ...given] = argv;
const script = join(ROOT, `scripts/${name}.mjs`);
await install(output(process.stderr));
argv.splice(0, argv.length, node, script, ...given);
await import(script);
