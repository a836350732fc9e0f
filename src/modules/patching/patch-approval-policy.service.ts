import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { AuditLog } from '../access/index.js';
import { patchPolicy, type PatchPolicy } from './domain/patch-approval-policy.js';
import type { PatchPolicyAnswer, SavePatchPolicy } from './patch-approval-policy.schemas.js';
import { PatchPolicyStore, type PatchPolicyRow } from './patch-approval-policy.store.js';

/** By what each tenant approves patches. */
@Injectable()
export class PatchPolicies {
  constructor(
    private readonly database: Database,
    private readonly store: PatchPolicyStore,
    private readonly audit: AuditLog,
  ) {}

  /** What holds now, and who has said so; null: nobody. */
  async of(tx: Tx, tenantId: string): Promise<PatchPolicy & { savedBy: string | null }> {
    const row = await this.store.find(tx, tenantId);
    return { ...patchPolicy.parse(row?.settings ?? {}), savedBy: row?.savedBy ?? null };
  }

  get({ tenantId }: Caller): Promise<PatchPolicyAnswer> {
    return this.database.withTenant(tenantId, async (tx) =>
      answerOf(tenantId, await this.store.find(tx, tenantId)),
    );
  }

  save(caller: Caller, { tenantId: _, ...settings }: SavePatchPolicy): Promise<PatchPolicyAnswer> {
    const { tenantId, owner, keyId } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = (await this.store.find(tx, tenantId))?.settings;
      const saved = { savedBy: owner, savedByKey: keyId, savedAt: await this.database.now(tx) };
      const row = { tenantId, settings, ...saved };
      await this.store.save(tx, row);
      await this.audit.write(tx, caller, {
        ...{ action: 'patch_policy.saved', targetType: 'patch_policy', targetId: tenantId },
        ...{ before, after: settings },
      });
      return answerOf(tenantId, row);
    });
  }
}

const answerOf = (tenantId: string, row: PatchPolicyRow | undefined): PatchPolicyAnswer => ({
  ...patchPolicy.parse(row?.settings ?? {}),
  ...{ tenantId, savedBy: row?.savedBy ?? null, savedAt: row?.savedAt ?? null },
});
