import { defineConfig } from 'prisma/config';

/** For the Prisma CLI alone (generate, format, validate); the service reads its own configuration. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://127.0.0.1/unset' },
});
