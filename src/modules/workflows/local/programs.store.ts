import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Program } from '../../../asl/index.js';
import { Database, type Statement } from '../../../platform/database/index.js';
import { MINUTE_MS } from '../../../shared/clock.js';

/** A definition as executions were started with it. */
export interface PinnedProgram {
  hash: string;
  program: Program;
  /** A tenant's own: its expressions are not trusted. */
  isOwn: boolean;
}

const PIN: Statement = {
  name: 'workflow-pin',
  text: `INSERT INTO workflow_programs (tenant_id, hash, definition, is_own) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, hash) DO UPDATE SET created_at = app_now()`,
};
const READ: Statement = {
  name: 'workflow-program',
  text: `SELECT definition, is_own AS "isOwn" FROM workflow_programs WHERE tenant_id = $1 AND hash = $2`,
};

/** Definitions by their hash, kept in memory once read. */
@Injectable()
export class ProgramStore {
  readonly #cache = new LRUCache<string, PinnedProgram>({ max: 200 });
  /** Pinned again each hour: retention deletes what nobody has pinned for a day, where nothing is left that used it. */
  readonly #pinned = new LRUCache<string, PinnedProgram>({ max: 200, ttl: 60 * MINUTE_MS });
  readonly #hashes = new WeakMap<object, string>();

  constructor(private readonly database: Database) {}

  /** Keeps a definition, so that an execution can go on with it whatever is deployed meanwhile. */
  async pin(tenantId: string, program: Program, isOwn: boolean): Promise<PinnedProgram> {
    const hash =
      this.#hashes.get(program) ?? createHash('sha256').update(JSON.stringify(program)).digest('hex');
    this.#hashes.set(program, hash);
    const known = this.#pinned.get(`${tenantId} ${hash}`);
    if (known !== undefined) return known;
    await this.database.atOnce('the definition of a tenant is pinned', PIN, [
      ...[tenantId, hash, JSON.stringify(program), isOwn],
    ]);
    const pinned = { hash, program, isOwn };
    this.#cache.set(`${tenantId} ${hash}`, pinned);
    this.#pinned.set(`${tenantId} ${hash}`, pinned);
    return pinned;
  }

  /** @throws Error when it is not there: an execution never outlives its definition */
  async read(tenantId: string, hash: string): Promise<PinnedProgram> {
    const known = this.#cache.get(`${tenantId} ${hash}`);
    if (known !== undefined) return known;
    const [row] = await this.database.atOnce<{ definition: string; isOwn: boolean }>(
      'a worker reads the definition of an execution of any tenant',
      READ,
      [tenantId, hash],
    );
    if (row === undefined) throw new Error(`The definition ${hash} of ${tenantId} is gone`);
    const pinned = { hash, program: JSON.parse(row.definition) as Program, isOwn: row.isOwn };
    this.#cache.set(`${tenantId} ${hash}`, pinned);
    return pinned;
  }
}
