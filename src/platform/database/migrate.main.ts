import { applyMigrations } from './migrate.js';

/** Child process of the start: migrates DATABASE_URL, prints the applied names as JSON, ends at once. */
try {
  const applied = await applyMigrations(process.env['DATABASE_URL'] ?? '');
  process.stdout.write(JSON.stringify(applied), () => process.exit(0));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : JSON.stringify(error), () => process.exit(1));
}
