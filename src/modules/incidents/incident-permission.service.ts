import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Guardrails, KillSwitch, refusal, type Attempted } from '../remediation/index.js';

/** Whether something may be made in an account beside what changes do: a snapshot as evidence. */
@Injectable()
export class IncidentPermission {
  constructor(
    private readonly database: Database,
    private readonly guardrails: Guardrails,
    private readonly killSwitch: KillSwitch,
  ) {}

  /** Why not; undefined: it may. */
  async refusal(tenantId: string, attempted: Omit<Attempted, 'now'>): Promise<string | undefined> {
    return this.database.withTenant(tenantId, async (tx) => {
      const { engaged, reason } = await this.killSwitch.state(tx, tenantId);
      if (engaged) return `The kill switch is engaged: ${reason ?? 'no reason'}`;
      const policy = await this.guardrails.policyOf(tx, tenantId, attempted.accountId);
      return refusal(policy, { ...attempted, now: await this.database.now(tx) });
    });
  }
}
