import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';

/** Whose key a session stands for. */
export interface SessionRow {
  id: string;
  tenantId: string;
  keyId: string;
  /** SHA-256 of the key: a session is good for as long as its key is. */
  keyHash: string;
  expiresAt: Date;
}
export type NewSession = SessionRow & { tokenHash: string; isStarted: boolean };

/** Of each key; who signs in once more loses the oldest. */
const MOST_OF_A_KEY = 100;

const SHOWN = { id: true, tenantId: true, keyId: true, keyHash: true, expiresAt: true } as const;

/** Sessions, and sign-in links that may become one. */
@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  /** A session that was started, also one that has expired. The tenant follows from it. */
  async findByToken(tokenHash: string): Promise<SessionRow | undefined> {
    const row = await this.database.acrossTenants('a session tells which tenant asks', (tx) =>
      tx.session.findFirst({ where: { tokenHash, startedAt: { not: null } }, select: SHOWN }),
    );
    return row ?? undefined;
  }

  /** A sign-in link that was not used, also one that has expired. */
  async findByCode(tokenHash: string): Promise<SessionRow | undefined> {
    const row = await this.database.acrossTenants('a sign-in link tells which tenant asks', (tx) =>
      tx.session.findFirst({ where: { tokenHash, startedAt: null }, select: SHOWN }),
    );
    return row ?? undefined;
  }

  async insert(tx: Tx, { isStarted, ...row }: NewSession): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO sessions (id, tenant_id, key_id, key_hash, token_hash, expires_at, started_at)
      VALUES (${row.id}, ${row.tenantId}, ${row.keyId}, ${row.keyHash}, ${row.tokenHash}, ${row.expiresAt},
              CASE WHEN ${isStarted} THEN app_now() END)`;
    await tx.$executeRaw`
      DELETE FROM sessions WHERE tenant_id = ${row.tenantId} AND id IN (
        SELECT id FROM sessions WHERE tenant_id = ${row.tenantId} AND key_id = ${row.keyId}
         ORDER BY id DESC OFFSET ${MOST_OF_A_KEY})`;
  }

  /** Makes a session of a sign-in link. @returns false where it was used meanwhile, or has expired */
  async start(
    tx: Tx,
    tenantId: string,
    id: string,
    to: Pick<NewSession, 'tokenHash' | 'expiresAt'>,
  ): Promise<boolean> {
    const started = await tx.$executeRaw`
      UPDATE sessions SET token_hash = ${to.tokenHash}, expires_at = ${to.expiresAt}, started_at = app_now()
       WHERE tenant_id = ${tenantId} AND id = ${id} AND started_at IS NULL AND expires_at > app_now()`;
    return started === 1;
  }

  /** @returns false where it is not there any more */
  async remove(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    const removed = await tx.$executeRaw`DELETE FROM sessions WHERE tenant_id = ${tenantId} AND id = ${id}`;
    return removed === 1;
  }

  async removeExpired(): Promise<void> {
    await this.database.acrossTenants(
      'sessions of all tenants that have expired are deleted',
      (tx) => tx.$executeRaw`DELETE FROM sessions WHERE expires_at < app_now()`,
    );
  }
}
