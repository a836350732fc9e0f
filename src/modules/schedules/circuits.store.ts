import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { OPEN_AFTER_FAILURES, OPEN_SECONDS, type Circuit } from './domain/circuit.js';

/** A target of a tenant's. */
export interface TenantTarget {
  tenantId: string;
  target: string;
}

/** How often in a row targets have failed: shared by all workers. */
@Injectable()
export class CircuitStore {
  /** Circuits that are open, or half open, among these targets. */
  async open(tx: Tx, targets: readonly TenantTarget[]): Promise<(TenantTarget & Circuit)[]> {
    return tx.$queryRaw<(TenantTarget & Circuit)[]>`
      SELECT c.tenant_id AS "tenantId", c.target, c.failures, c.open_until AS "openUntil", c.last_error AS "lastError"
        FROM target_circuits c
        JOIN jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) AS v("tenantId" text, target text)
          ON c.tenant_id = v."tenantId" AND c.target = v.target
       WHERE c.failures >= ${OPEN_AFTER_FAILURES}`;
  }

  /** True for the one that may try a half-open target: it stays closed to the others meanwhile. */
  async probe(tx: Tx, { tenantId, target }: TenantTarget): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE target_circuits SET open_until = app_now() + make_interval(secs => ${OPEN_SECONDS})
       WHERE tenant_id = ${tenantId} AND target = ${target} AND open_until <= app_now()`;
    return count === 1;
  }

  /** Counts what came of starts: a success closes the circuit, the fifth failure in a row opens it. */
  async record(tx: Tx, outcomes: readonly (TenantTarget & { error: string | null })[]): Promise<void> {
    const good = outcomes.filter(({ error }) => error === null);
    if (good.length > 0) {
      await tx.$executeRaw`
        DELETE FROM target_circuits c USING jsonb_to_recordset(${JSON.stringify(good)}::jsonb)
               AS v("tenantId" text, target text) WHERE c.tenant_id = v."tenantId" AND c.target = v.target`;
    }
    for (const { tenantId, target, error } of outcomes) {
      if (error === null) continue;
      await tx.$executeRaw`
        INSERT INTO target_circuits AS c (tenant_id, target, failures, last_error)
        VALUES (${tenantId}, ${target}, 1, ${error})
        ON CONFLICT (tenant_id, target) DO UPDATE
           SET failures = c.failures + 1, last_error = excluded.last_error,
               failed_at = app_now(),
               open_until = CASE WHEN c.failures + 1 >= ${OPEN_AFTER_FAILURES}
                                 THEN app_now() + make_interval(secs => ${OPEN_SECONDS}) END`;
    }
  }
}
