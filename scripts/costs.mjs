import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { tables } from './costs/costs.mjs';

const HELP = `node scripts/costs.mjs [DATA]

Prints what the service costs a month, as docs/costs.md has it, from scripts/costs/data.json or from a copy of that
file in which you have put your own prices and assumptions.
`;

const [file] = process.argv.slice(2);
if (file === '--help') process.stdout.write(HELP);
else {
  const place = file === undefined ? new URL('costs/data.json', import.meta.url) : resolve(file);
  process.stdout.write(`${tables(JSON.parse(readFileSync(place, 'utf8')))}\n`);
}
