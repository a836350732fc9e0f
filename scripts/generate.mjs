import { output } from './lib/output.mjs';
import { generate } from './lib/project.mjs';

/** npm run generate: writes the database client from prisma/schema.prisma. */
try {
  await generate(output(process.stdout), { force: true });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
