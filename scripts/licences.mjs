import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { listOf, packagesOf, problemsOf, readLock, readPolicy, staleOf } from './supply/licences.mjs';

/** npm run licences: checks the licences of all packages and writes docs/licences.md; --check only says what is wrong. */

const file = new URL('../docs/licences.md', import.meta.url);
const policy = readPolicy();
const packages = packagesOf(readLock(), policy);
const problems = [
  ...problemsOf(packages, policy),
  ...staleOf(packages, policy).map((line) => `licences.json: nothing needs ${line} any more`),
];
const config = await resolveConfig(file.pathname);
const text = await format(listOf(packages, policy), { ...config, parser: 'markdown' });
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
  problems.push('docs/licences.md is not up to date: npm run licences');
console.log(`${packages.length} packages, ${problems.length} problems`);
for (const problem of problems) console.error(`  ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
