import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { patchApproved } from '../events/index.js';
import { Timeline, type TimelineNote } from '../scanning/index.js';
import type { ApprovablePatch } from './domain/patch-approval.js';
import { PatchApprovalStore, type PatchApprovalRow } from './patch-approval.store.js';
import type { PublishInput } from './patch-approval.schemas.js';

/** Tells of what was approved. */
@Injectable()
export class PatchApprovalPublication {
  constructor(
    private readonly database: Database,
    private readonly store: PatchApprovalStore,
    private readonly outbox: Outbox,
    private readonly timeline: Timeline,
    private readonly config: Config,
  ) {}

  /**
   * One fact for what was approved since the last; none where nothing was. Safe to run twice: rows are published once.
   * @returns the rows of the execution that are approved
   */
  async publish(
    tenantId: string,
    executionId: string,
    { request, scan }: PublishInput,
  ): Promise<PatchApprovalRow[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const now = await this.database.now(tx);
      const rows = await this.store.ofExecution(tx, tenantId, executionId);
      const fresh: PatchApprovalRow[] = [];
      for (const row of rows) {
        if (row.status === 'approved' && (await this.store.publish(tx, tenantId, row.id, now)))
          fresh.push(row);
      }
      const [first] = fresh;
      if (first === undefined) return rows;
      const payload = {
        ...{ executionId, correlationId: request.correlationId, environment: this.config.get('ENVIRONMENT') },
        ...{ timestamp: now.toISOString(), vulnerabilityCount: scan.vulnerabilities_count },
        patchesApproved: fresh.flatMap(({ patches }) => patches.map(({ resourceArn: _, ...patch }) => patch)),
      };
      await this.outbox.write(tx, tenantId, patchApproved, [{ key: first.id, payload }]);
      await this.#note(tx, tenantId, fresh);
      return this.store.ofExecution(tx, tenantId, executionId);
    });
  }

  /** One note for each instance. */
  async #note(tx: Tx, tenantId: string, rows: readonly PatchApprovalRow[]): Promise<void> {
    const notes = rows.flatMap((row) =>
      [...byResource(row.patches)].map(([arn, patches]): TimelineNote => {
        const patchIds = patches.map(({ patchId }) => patchId);
        const { id: source, decidedBy, approvalId, kind } = row;
        const details = { patchIds, kind, approvalId };
        return { arn, kind: 'approval', what: 'patches approved', details, who: decidedBy, source };
      }),
    );
    await this.timeline.append(tx, tenantId, notes);
  }
}

function byResource(patches: readonly ApprovablePatch[]): Map<string, ApprovablePatch[]> {
  const found = new Map<string, ApprovablePatch[]>();
  for (const patch of patches) {
    const group = found.get(patch.resourceArn);
    if (group === undefined) found.set(patch.resourceArn, [patch]);
    else group.push(patch);
  }
  return found;
}
