import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { ChangeCallRow, ChangePhase, ChangeRow } from './domain/change-row.js';

const COLUMNS = Prisma.raw(
  `phase, seq, service, operation, region, input, status, result, error, attempts, started_at AS "startedAt", ended_at AS "endedAt"`,
);

/** A call that is about to be made. */
export interface CallToMake {
  phase: ChangePhase;
  seq: number;
  service: string;
  operation: string;
  region: string;
  input: Readonly<Record<string, unknown>>;
}

export type CallEnd =
  { status: 'done'; result: unknown } | { status: 'failed'; error: { code: string; message: string } };

/**
 * What changes have called, written before and after. Every write is of the run that holds the change: the number that
 * it has claimed it by is in the statement itself, with the row locked, so that a slower run before it writes nothing.
 */
@Injectable()
export class ChangeCallsStore {
  /** In the order in which they are made, the applying before the restoring. */
  of(tx: Tx, tenantId: string, changeId: string): Promise<ChangeCallRow[]> {
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM change_calls WHERE tenant_id = ${tenantId} AND change_id = ${changeId} ORDER BY phase, seq`;
  }

  /**
   * Marks a call as started, once more where it was before. The statement that does so is the one that looks at the kill
   * switch: what it has let through is the last call. @returns undefined: it must not be made
   */
  async begin(
    tx: Tx,
    { tenantId, id, claim, status }: ChangeRow,
    { phase, seq, service, operation, region, input }: CallToMake,
  ): Promise<{ attempts: number; startedAt: Date } | undefined> {
    const [row] = await tx.$queryRaw<{ attempts: number; startedAt: Date }[]>`
      WITH mine AS (
        SELECT id FROM changes
         WHERE tenant_id = ${tenantId} AND id = ${id} AND claim = ${claim} AND status = ${status}
           AND NOT EXISTS (SELECT FROM kill_switches WHERE tenant_id = ${tenantId} AND engaged)
         FOR UPDATE OF changes)
      INSERT INTO change_calls (id, tenant_id, change_id, phase, seq, service, operation, region, input, status)
      SELECT ${newId('call')}, ${tenantId}, id, ${phase}, ${seq}, ${service}, ${operation}, ${region},
             ${JSON.stringify(input)}::jsonb, 'started' FROM mine
          ON CONFLICT (change_id, phase, seq) DO UPDATE
         SET attempts = change_calls.attempts + 1, status = 'started', input = excluded.input, error = NULL, ended_at = NULL
      RETURNING attempts, started_at AS "startedAt"`;
    return row;
  }

  /** @returns whether the change is still this run's */
  async end(
    tx: Tx,
    { tenantId, id, claim, status }: ChangeRow,
    { phase, seq }: Pick<CallToMake, 'phase' | 'seq'>,
    end: CallEnd,
  ): Promise<boolean> {
    const result = end.status === 'done' ? JSON.stringify(end.result ?? null) : null;
    const error = end.status === 'failed' ? JSON.stringify(end.error) : null;
    const written = await tx.$executeRaw`
      WITH mine AS (
        SELECT id FROM changes
         WHERE tenant_id = ${tenantId} AND id = ${id} AND claim = ${claim} AND status = ${status} FOR UPDATE)
      UPDATE change_calls k SET status = ${end.status}, result = nullif(${result}::jsonb, 'null'), error = ${error}::jsonb,
             ended_at = app_now()
        FROM mine WHERE k.change_id = mine.id AND k.phase = ${phase} AND k.seq = ${seq}`;
    return written === 1;
  }

  /** Those of a restoring that failed get a phase of their own: another one begins from its first call. */
  async setAside(tx: Tx, { tenantId, id }: ChangeRow): Promise<void> {
    await tx.$executeRaw`
      UPDATE change_calls SET phase = 'restore-' || (
               SELECT count(DISTINCT phase) FROM change_calls WHERE change_id = ${id} AND phase LIKE 'restore%')
       WHERE tenant_id = ${tenantId} AND change_id = ${id} AND phase = 'restore'`;
  }
}
