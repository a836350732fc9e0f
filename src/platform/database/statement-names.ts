import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Used so often, a statement comes again and again; lists and rows of many lengths make texts that never do. */
const USES = 3;
const UNNAMED = '';
const LIMITS = { longest: 8_000, together: 1_000_000 };

/**
 * The names under which a connection prepares statements. What is prepared stays on both ends of the connection until it
 * is closed, so only what is used again gets a name; PostgreSQL's unnamed statement is planned anew each time.
 */
export class StatementNames {
  readonly #seen = new LRUCache<string, { uses: number; name?: string }>({
    max: 2000,
    maxSize: LIMITS.together,
    sizeCalculation: (_, sql) => sql.length,
  });

  of(sql: string): string {
    if (sql.length > LIMITS.longest) return UNNAMED;
    const seen = this.#seen.get(sql) ?? { uses: 0 };
    if (seen.uses === 0) this.#seen.set(sql, seen);
    seen.uses += 1;
    if (seen.uses < USES) return UNNAMED;
    // a hash takes as long as the rest of sending it
    return (seen.name ??= `p${createHash('md5').update(sql).digest('hex')}`);
  }
}
