import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { Changes, isNothingLeft, type ChangeRow, type ChangeRun } from '../remediation/index.js';
import { ContainingEnds } from './containing-ends.service.js';
import { ownerOf } from './incident-plans.service.js';
import { IncidentWork } from './incident-work.service.js';

/** Brings the resources of an incident back to how they were. */
@Injectable()
export class IncidentReleasing {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly work: IncidentWork,
    private readonly ends: ContainingEnds,
  ) {}

  /** What is left to be taken back, the last change first: half-made ones too. */
  async left(tx: Tx, tenantId: string, id: string): Promise<ChangeRow[]> {
    const rows = await this.changes.of(tx, tenantId, ownerOf(id));
    return rows.filter(({ status }) => !isNothingLeft(status)).reverse();
  }

  /** Why changes cannot be taken back exactly, by their resources. */
  async movedOn(
    tenantId: string,
    rows: readonly ChangeRow[],
    signal: AbortSignal,
  ): Promise<{ path: string; message: string }[]> {
    const problems: { path: string; message: string }[] = [];
    for (const { id, resourceArn } of rows) {
      const reason = await this.changes.movedOn(tenantId, id, signal);
      if (reason !== undefined) problems.push({ path: resourceArn, message: reason });
    }
    return problems;
  }

  /** Goes on where an earlier attempt has ended. */
  async release(
    tenantId: string,
    id: string,
    { by, token, force }: { by: Actor; token: string; force: boolean },
    run: ChangeRun,
  ): Promise<void> {
    const work = { what: 'releasing', by: by.owner, token } as const;
    await this.database.withTenant(tenantId, (tx) => this.work.begin(tx, tenantId, id, work));
    const ended = new Map<string, ChangeRow>();
    const left = await this.database.withTenant(tenantId, (tx) => this.left(tx, tenantId, id));
    for (const { id: changeId } of left) {
      run.signal.throwIfAborted();
      await this.work.goesOn(tenantId, id, work);
      ended.set(changeId, await this.changes.restore(tenantId, changeId, { ...run, force }));
    }
    const rows = await this.database.withTenant(tenantId, (tx) => this.changes.of(tx, tenantId, ownerOf(id)));
    // what an earlier attempt has taken back is told too, if it has not come to that
    const told = rows.flatMap((row) => (row.status === 'restored' ? [row] : (ended.get(row.id) ?? [])));
    const isAll = rows.every(({ status }) => isNothingLeft(status));
    await this.ends.released(tenantId, id, { by, token }, told, isAll);
  }
}
