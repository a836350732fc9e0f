import { output } from './lib/output.mjs';
import { build, buildClient, buildPage } from './lib/project.mjs';

/** npm run build: generates the database client, compiles src/ to dist/, and builds the page and the client. */
try {
  const out = output(process.stdout);
  await build(out, { force: true });
  await buildPage(out, { force: true });
  await buildClient(out);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
