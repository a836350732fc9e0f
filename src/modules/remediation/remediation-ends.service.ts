import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { isUnderWay, type RemediationStatus } from './domain/remediation.js';
import { KillSwitch } from './kill-switch.service.js';
import { RemediationRows, type Standing } from './remediation-rows.js';
import { RemediationTelling } from './remediation-telling.service.js';
import { RemediationsStore, type RemediationRow, type RemediationStep } from './remediations.store.js';

export type RemediationEnding = RemediationStep & { status: RemediationStatus; reason: string | null };

/** The last thing that is written of a remediation. */
@Injectable()
export class RemediationEnds {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly rows: RemediationRows,
    private readonly killSwitch: KillSwitch,
    private readonly telling: RemediationTelling,
  ) {}

  /**
   * Ends it where it may end so, and leaves it as it is where it may not any more. Safe to repeat.
   * @returns how it stands by that
   */
  async end(
    tenantId: string,
    id: string,
    may: (status: RemediationStatus) => boolean,
    ending: (standing: Standing) => RemediationEnding,
  ): Promise<Standing> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      const standing = await this.rows.read(tx, tenantId, id);
      if (row === undefined || !may(row.status)) return standing;
      return this.endIn(tx, row, ending(standing));
    });
  }

  /** Of a locked row. */
  async endIn(tx: Tx, row: RemediationRow, ending: RemediationEnding): Promise<Standing> {
    await this.store.step(tx, row, { ...ending, endedAt: await this.database.now(tx) });
    const standing = await this.rows.read(tx, row.tenantId, row.id);
    await this.telling.ended(tx, standing, row.status);
    return standing;
  }

  /** Ends it where the kill switch is engaged; undefined: it is not. */
  async stopped({ tenantId, id }: RemediationRow): Promise<Standing | undefined> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      const { engaged, reason, changedBy } = await this.killSwitch.state(tx, tenantId);
      if (row === undefined || !engaged || !isUnderWay(row.status)) return undefined;
      const why = `The kill switch is engaged by ${changedBy ?? '?'}: ${reason ?? 'no reason'}`;
      return this.endIn(tx, row, { status: 'stopped', reason: why });
    });
  }
}
