import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { conflict, forbidden } from '../../shared/app-error.js';
import { AuditLog } from '../access/index.js';
import { killSwitchChanged } from './facts.js';
import type { KillSwitchAnswer, SetKillSwitch } from './kill-switch.schemas.js';
import { KillSwitchStore } from './kill-switch.store.js';

const NEVER_TOUCHED: KillSwitchAnswer = { engaged: false, reason: null, changedBy: null, changedAt: null };

/** Stops all that changes the tenant's accounts: between two calls what runs, and before its first what would begin. */
@Injectable()
export class KillSwitch {
  constructor(
    private readonly database: Database,
    private readonly store: KillSwitchStore,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async state(tx: Tx, tenantId: string): Promise<KillSwitchAnswer> {
    return (await this.store.find(tx, tenantId)) ?? NEVER_TOUCHED;
  }

  /** For what begins new work. @throws AppError CONFLICT while it is engaged */
  async mustBeReleased(tx: Tx, tenantId: string): Promise<void> {
    const { engaged, reason, changedBy } = await this.state(tx, tenantId);
    if (engaged)
      throw conflict(`The kill switch is engaged by ${changedBy ?? '?'}: ${reason ?? 'no reason'}`);
  }

  get({ tenantId }: Caller): Promise<KillSwitchAnswer> {
    return this.database.withTenant(tenantId, (tx) => this.state(tx, tenantId));
  }

  /** Whoever may start changes may stop them; letting them go on is for admins. Said twice, the first stays. */
  async set(caller: Caller, { engaged, reason }: SetKillSwitch): Promise<KillSwitchAnswer> {
    const { tenantId, owner } = caller;
    if (!engaged && caller.role !== 'admin' && caller.role !== 'platform')
      throw forbidden('Releasing the kill switch needs an admin');
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.state(tx, tenantId);
      const to = { engaged, reason: reason ?? null, changedBy: owner };
      const after = engaged === before.engaged ? undefined : await this.store.set(tx, tenantId, to);
      if (after === undefined) return this.state(tx, tenantId);
      const action = engaged ? 'kill_switch.engaged' : 'kill_switch.released';
      await this.audit.write(tx, caller, {
        action,
        targetType: 'kill_switch',
        targetId: tenantId,
        before,
        after,
      });
      const payload = { ...to, changedAt: after.changedAt.toISOString() };
      await this.outbox.write(tx, tenantId, killSwitchChanged, [{ key: tenantId, payload }]);
      return after;
    });
  }
}
