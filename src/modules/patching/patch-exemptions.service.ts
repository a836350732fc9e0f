import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Clock } from '../../shared/clock.js';
import { Guardrails, PATCH_INSTALLATION, refusal } from '../remediation/index.js';
import type { BatchRun } from './batch-runs.js';

/** Instances that were taken out by a tag since they were planned, which may have been days ago. */
@Injectable()
export class PatchExemptions {
  constructor(
    private readonly database: Database,
    private readonly guardrails: Guardrails,
    private readonly clock: Clock,
  ) {}

  /** Why it is kept out now; undefined: it is not. A batch that has begun goes on whatever the hour is. */
  async of(
    { tenantId, batch: { accountId, region } }: BatchRun,
    tags: Readonly<Record<string, string>>,
  ): Promise<string | undefined> {
    const attempt = { accountId, region, fixId: PATCH_INSTALLATION, now: this.clock.now(), tags };
    return this.database.withTenant(tenantId, async (tx) => {
      const policy = await this.guardrails.policyOf(tx, tenantId, accountId);
      return refusal({ ...policy, hours: null }, attempt);
    });
  }
}
