import { Injectable } from '@nestjs/common';
import { ChangeEnds } from './change-ends.service.js';
import type { ChangeRun } from './change-pacing.js';
import { ChangeRestoring } from './change-restoring.service.js';
import { ChangeStanding } from './change-standing.service.js';
import { ChangeStarts } from './change-starts.service.js';
import type { Call } from './domain/call.js';
import { isNothingLeft, type ChangeRow } from './domain/change-row.js';

/** Takes changes back, where that may be done. */
@Injectable()
export class ChangeTakingBack {
  constructor(
    private readonly standing: ChangeStanding,
    private readonly starts: ChangeStarts,
    private readonly restoring: ChangeRestoring,
    private readonly ends: ChangeEnds,
  ) {}

  async restore(
    tenantId: string,
    changeId: string,
    { force, ...run }: ChangeRun & { force: boolean },
  ): Promise<ChangeRow> {
    const { row, at, loses } = await this.standing.of(tenantId, changeId);
    if (isNothingLeft(row.status)) return row;
    if (loses !== null) return this.#refuse(row, `It cannot be taken back: ${loses}`);
    if (!force) {
      const reason = await this.standing.movedOn(row, run);
      if (reason !== undefined) return { ...row, refusal: { kind: 'moved_on', reason } };
    }
    const start = await this.starts.restore(tenantId, changeId, force ? null : at);
    return start.mine ? this.restoring.restore(start.row, run) : start.row;
  }

  async movedOn(tenantId: string, changeId: string, signal: AbortSignal): Promise<string | undefined> {
    const { row } = await this.standing.of(tenantId, changeId);
    return this.standing.movedOn(row, quietly(signal), true);
  }

  async plan(tenantId: string, changeId: string, signal: AbortSignal): Promise<readonly Call[]> {
    const { row, loses } = await this.standing.of(tenantId, changeId);
    if (isNothingLeft(row.status) || loses !== null) return [];
    return this.restoring.plan(row, quietly(signal));
  }

  async #refuse(row: ChangeRow, reason: string): Promise<ChangeRow> {
    const now = await this.ends.giveUp(row.tenantId, row.id, reason);
    return { ...(now ?? row), refusal: { kind: 'irreversible', reason } };
  }
}

const quietly = (signal: AbortSignal): ChangeRun => ({ signal, heartbeat: () => Promise.resolve() });
