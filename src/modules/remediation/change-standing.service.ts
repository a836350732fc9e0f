import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { CallFailed } from './aws/aws-calls.js';
import type { ChangeRun } from './change-pacing.js';
import { ChangeSubjects } from './change-subjects.service.js';
import { ChangesStore } from './changes.store.js';
import { isNothingLeft, type ChangeRow } from './domain/change-row.js';
import { differences } from './domain/differences.js';
import { withoutContext } from './domain/fix.js';

/** A change, and what there is to know before it is taken back. */
export interface Standing {
  row: ChangeRow;
  /** When it was looked at, by the database's clock. */
  at: Date;
  /** What cannot be brought back; null: all can, or nothing has been called yet. */
  loses: string | null;
}

/** How changes stand, and whether their resources are as they have left them. */
@Injectable()
export class ChangeStanding {
  constructor(
    private readonly database: Database,
    private readonly store: ChangesStore,
    private readonly subjects: ChangeSubjects,
  ) {}

  /** @throws AppError NOT_FOUND */
  of(tenantId: string, changeId: string): Promise<Standing> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, changeId);
      if (row === undefined) throw notFound('change', changeId);
      const loses = (await this.store.isTouched(tx, row)) ? this.#loses(row) : null;
      return { row, at: await this.database.now(tx), loses };
    });
  }

  /**
   * Why it cannot be taken back exactly. What was applied to the end is compared with how the fix left it. What was not
   * stands between two states, and is taken back at once whatever AWS shows by then, unless another change of ours was
   * made on top of it; whoever asks for it later (`byPeople`) hears of what was changed since it stopped.
   */
  async movedOn(row: ChangeRow, run: ChangeRun, byPeople = false): Promise<string | undefined> {
    const { tenantId, after, appliedAt, status } = row;
    if (isNothingLeft(status)) return undefined;
    const isHalf = appliedAt === null && (status === 'failed' || status === 'stopped');
    const isCompared = status === 'failed' && appliedAt !== null && after !== null;
    if (status === 'verified' || isCompared) return this.#changed(row, run);
    if (byPeople && isHalf && after !== null) {
      const changed = await this.#changed(row, run);
      if (changed !== undefined) return changed;
    }
    const later = await this.database.withTenant(tenantId, (tx) => this.store.later(tx, row));
    return later === undefined ? undefined : `The change ${later} was made to the resource since`;
  }

  async #changed(row: ChangeRow, run: ChangeRun): Promise<string | undefined> {
    if (row.after === null) return 'How the fix has left the resource is not known';
    try {
      const subject = await this.subjects.open(row, run);
      const [was, is] = [row.after, await this.subjects.state(subject, run)];
      const differs = differences(withoutContext(subject.fix, was), withoutContext(subject.fix, is));
      return differs.length === 0 ? undefined : `The resource has been changed since: ${differs.join('; ')}`;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return `How the resource is now cannot be seen: ${error.message}`;
    }
  }

  /** What was approved counts, also where the fix has learnt to restore since. */
  #loses(row: ChangeRow): string | null {
    return row.plan?.loses ?? this.subjects.fixOf(row).loses ?? null;
  }
}
