import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';

/**
 * Runs each sweep of tables.json once, in the application as it is deployed, which takes its time from the database's
 * clock. Its role is `api`: nothing else happens meanwhile. Asked by a message with `env`; answers {done}.
 */
process.once('message', () => {
  void run().then(() => process.send({ done: true }, () => process.exit(0)));
});

async function run() {
  const { AppModule } = await import('../../dist/app.module.js');
  const { readConfig } = await import('../../dist/platform/config/index.js');
  const { Repeater } = await import('../../dist/platform/queue/index.js');
  const root = AppModule.with(readConfig(process.env), process.env.DATABASE_URL);
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'], abortOnError: false });
  const rules = JSON.parse(readFileSync(new URL('tables.json', import.meta.url), 'utf8'));
  const sweeps = new Set(Object.values(rules).flatMap(({ sweep }) => sweep ?? []));
  // twice: what is kept for the names of others goes after them
  for (const name of [...sweeps, ...sweeps]) await app.get(Repeater, { strict: false }).run(name);
  await app.close();
}
