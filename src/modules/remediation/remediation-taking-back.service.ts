import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { ChangeRun } from './change-pacing.js';
import { Changes } from './changes.service.js';
import type { ChangeRow } from './domain/change-row.js';
import { toRestore } from './domain/remediation.js';
import type { LeftChange } from './domain/rollback.js';
import { ownerOf } from './remediation-rows.js';

export interface TakenBack {
  /** What could not be taken back, and why. */
  left: LeftChange[];
  /** Why nothing more was called; null: the kill switch did not fall. */
  stopped: string | null;
}

/** Takes changes of a remediation back, the last first. */
@Injectable()
export class RemediationTakingBack {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
  ) {}

  /** What a crash leaves is gone on with by the next call. @throws the signal's reason */
  async takeBack(
    { tenantId, id }: { tenantId: string; id: string },
    run: ChangeRun & { force: boolean },
    wanted: (change: ChangeRow) => boolean = () => true,
  ): Promise<TakenBack> {
    const changes = await this.database.withTenant(tenantId, (tx) =>
      this.changes.of(tx, tenantId, ownerOf(id)),
    );
    const left: LeftChange[] = [];
    for (const { id: changeId, resourceArn } of toRestore(changes).filter(wanted)) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      const { status, reason, refusal } = await this.changes.restore(tenantId, changeId, run);
      const why = refusal?.reason ?? reason ?? status;
      if (status === 'stopped' || refusal?.kind === 'kill_switch') return { left, stopped: why };
      const isIrreversible = refusal?.kind === 'irreversible';
      if (status !== 'restored') left.push({ changeId, resourceArn, reason: why, isIrreversible });
    }
    return { left, stopped: null };
  }
}

/** A change that a crash or a stop has left between two of its calls, or before anybody saw whether it has helped. */
export const isHalfDone = ({ status }: ChangeRow): boolean =>
  ['applying', 'applied', 'restoring'].includes(status);
