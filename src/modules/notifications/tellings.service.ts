import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { LaneWake } from './lane-wake.js';
import { LaneStore } from './lanes.store.js';
import { TellingStore } from './tellings.store.js';
import { Tellings, type NewTelling } from './telling.js';

@Injectable()
export class TellingsService extends Tellings {
  constructor(
    private readonly database: Database,
    private readonly lanes: LaneStore,
    private readonly store: TellingStore,
    private readonly wake: LaneWake,
  ) {
    super();
  }

  async add(tx: Tx, tenantId: string, tellings: readonly NewTelling[]): Promise<number> {
    if (tellings.length === 0) return 0;
    const recipients = tellings.map(({ recipient }) => recipient);
    await this.lanes.add(tx, tenantId, recipients);
    const added = await this.store.insert(tx, tenantId, tellings, correlation.id());
    if (added > 0) this.database.onCommit(tx, () => this.wake.now());
    return added;
  }
}
