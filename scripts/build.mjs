import { output } from './lib/output.mjs';
import { build } from './lib/project.mjs';

/** npm run build: generates the database client and compiles src/ to dist/. */
try {
  await build(output(process.stdout), { force: true });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
