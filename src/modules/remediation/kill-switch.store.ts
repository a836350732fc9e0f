import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';

export interface KillSwitchRow {
  engaged: boolean;
  reason: string | null;
  changedBy: string;
  changedAt: Date;
}

/** Whether a tenant's changes are stopped. Every method runs in the transaction of its use case. */
@Injectable()
export class KillSwitchStore {
  async find(tx: Tx, tenantId: string): Promise<KillSwitchRow | undefined> {
    const select = { engaged: true, reason: true, changedBy: true, changedAt: true };
    return (await tx.killSwitch.findUnique({ where: { tenantId }, select })) ?? undefined;
  }

  /** @returns undefined where it is so already */
  async set(
    tx: Tx,
    tenantId: string,
    to: { engaged: boolean; reason: string | null; changedBy: string },
  ): Promise<KillSwitchRow | undefined> {
    const rows = await tx.$queryRaw<KillSwitchRow[]>`
      INSERT INTO kill_switches AS k (tenant_id, engaged, reason, changed_by)
      VALUES (${tenantId}, ${to.engaged}, ${to.reason}, ${to.changedBy})
      ON CONFLICT (tenant_id) DO UPDATE
         SET engaged = excluded.engaged, reason = excluded.reason, changed_by = excluded.changed_by,
             changed_at = app_now()
       WHERE k.engaged <> excluded.engaged
      RETURNING engaged, reason, changed_by AS "changedBy", changed_at AS "changedAt"`;
    return rows[0];
  }
}
