import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ALL_ACCOUNTS } from './domain/guardrails.js';

export interface GuardrailRow {
  accountId: string;
  settings: unknown;
  version: number;
  savedBy: string;
  savedAt: Date;
}

const shown = { accountId: true, settings: true, version: true, savedBy: true, savedAt: true } as const;

/** What may be changed, by account. Every method runs in the transaction of its use case. */
@Injectable()
export class GuardrailsStore {
  /** Of these accounts, those of all accounts included. */
  async of(tx: Tx, tenantId: string, accountIds: readonly string[]): Promise<GuardrailRow[]> {
    const accountId = { in: [...accountIds, ALL_ACCOUNTS] };
    return tx.guardrail.findMany({ where: { tenantId, accountId }, select: shown });
  }

  /** The same, locked: nobody changes them, and nobody else begins a change under them, until the transaction ends. */
  async lock(tx: Tx, tenantId: string, accountId: string): Promise<GuardrailRow[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId", settings, version, saved_by AS "savedBy", saved_at AS "savedAt"
        FROM guardrails WHERE tenant_id = ${tenantId} AND account_id IN (${accountId}, ${ALL_ACCOUNTS})
       ORDER BY account_id FOR UPDATE`;
  }

  async all(tx: Tx, tenantId: string): Promise<GuardrailRow[]> {
    return tx.guardrail.findMany({ where: { tenantId }, select: shown });
  }

  /** `replaces`: the version that it changes, 0 for none, null for any. @returns undefined where another is there */
  async save(
    tx: Tx,
    tenantId: string,
    accountId: string,
    to: { settings: object; savedBy: string; replaces: number | null },
  ): Promise<GuardrailRow | undefined> {
    const { savedBy, replaces } = to;
    const settings = JSON.stringify(to.settings);
    const rows = await tx.$queryRaw<GuardrailRow[]>`
      INSERT INTO guardrails AS g (tenant_id, account_id, settings, saved_by)
      SELECT ${tenantId}, ${accountId}, ${settings}::jsonb, ${savedBy}
       WHERE coalesce(${replaces}::int, 0) = 0
          OR EXISTS (SELECT FROM guardrails WHERE tenant_id = ${tenantId} AND account_id = ${accountId})
      ON CONFLICT (tenant_id, account_id) DO UPDATE
         SET settings = excluded.settings, saved_by = excluded.saved_by, saved_at = app_now(), version = g.version + 1
       WHERE ${replaces}::int IS NULL OR g.version = ${replaces}::int
      RETURNING account_id AS "accountId", settings, version, saved_by AS "savedBy", saved_at AS "savedAt"`;
    return rows[0];
  }

  async delete(tx: Tx, tenantId: string, accountId: string): Promise<void> {
    await tx.guardrail.deleteMany({ where: { tenantId, accountId } });
  }

  /** How many changes were begun in an account within the last hour. */
  async begunWithinAnHour(tx: Tx, tenantId: string, accountId: string): Promise<number> {
    const [row] = await tx.$queryRaw<{ begun: number }[]>`
      SELECT count(*)::int AS begun FROM changes
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId} AND started_at > app_now() - interval '1 hour'`;
    return row?.begun ?? 0;
  }
}
