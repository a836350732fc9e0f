import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { alone, type Patience } from './migration-lock.js';
import { runScript } from './migration-script.js';

const PRISMA = new URL('../../../prisma/', import.meta.url);
const NONE = { externalTables: [], externalEnums: [] };

/** adapter-pg splits a script at every `;`, which breaks functions; a file is sent as one simple query instead. */
class WholeScript extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = (sql) => runScript(adapter.underlyingDriver(), sql);
    return adapter;
  }
}

/**
 * Applies what is new under prisma/migrations, as `prisma migrate deploy` does, by Prisma's own schema engine as
 * WASM: nothing is downloaded. Several processes may call it at once: one migrates, the others find it done.
 * It leaves a timer of 10 s behind, so it runs in a process of its own (migrate.main.ts).
 * @returns the names of the migrations that were applied now
 */
export async function applyMigrations(connectionString: string, patience?: Patience): Promise<string[]> {
  const engineModule = await loadEngine();
  // one connection that stays: the advisory lock lives as long as it does
  const pool = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0 });
  try {
    return await alone(pool, () => applyOnce(engineModule, pool), patience);
  } finally {
    await pool.end();
  }
}

async function applyOnce(engineModule: EngineModule, pool: pg.Pool): Promise<string[]> {
  const schema = readFileSync(new URL('schema.prisma', PRISMA), 'utf8');
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new WholeScript(pool)),
  );
  try {
    const applied = await engine.applyMigrations({ migrationsList: migrations(), filters: NONE });
    return applied.appliedMigrationNames;
  } finally {
    engine.free();
  }
}

interface SchemaEngine {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
  free(): void;
}

interface EngineModule {
  SchemaEngine: {
    new: (options: unknown, log: (line: string) => void, adapter: unknown) => Promise<SchemaEngine>;
  };
  __wbg_set_wasm(exports: unknown): void;
}

/** The part of the global that is used; TypeScript declares it for browsers only. */
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Record<string, unknown>,
  ) => { exports: Record<string, (() => void) | undefined> };
}

async function loadEngine(): Promise<EngineModule> {
  const require = createRequire(import.meta.url);
  const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const bytes = readFileSync(script.replace(/\.js$/, '.wasm')); // not in the package's "exports"
  const { Instance, Module } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const wasm = new Instance(new Module(bytes), { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(wasm.exports);
  wasm.exports['__wbindgen_start']?.();
  return engine;
}

function migrations() {
  const folder = new URL('migrations/', PRISMA);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: 'prisma/migrations',
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(new URL('migration_lock.toml', folder), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8') },
      },
    })),
  };
}
