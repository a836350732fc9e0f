import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { ChannelStore, type ChannelRow } from './channels.store.js';
import { type ChannelTarget, keptConfig } from './domain/channel-config.js';
import { environmentKeys, EnvironmentTargets, type EnvironmentKey } from './environment-targets.js';

/** They belong to the tenant that is always there. */
const TENANT = 'default';
const OWNER = 'compliance-shepherd';
const notSet = (key: EnvironmentKey): string => `${environmentKeys[key]} is not set`;

/** Keeps the rows of the channels that the environment names in line with it. */
@Injectable()
export class EnvironmentChannels implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: ChannelStore,
    private readonly targets: EnvironmentTargets,
  ) {}

  /** The start of a worker, as it is workers that send. Safe to repeat, and to run in several at once. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    const keys = Object.keys(environmentKeys) as EnvironmentKey[];
    await this.database.withTenant(TENANT, async (tx) => {
      const rows = await this.store.ofEnvironment(tx, TENANT);
      for (const key of keys) {
        const row = rows.find(({ environmentKey }) => environmentKey === key);
        const target = this.targets.of(key);
        if (row !== undefined) await this.#change(tx, row, key, target);
        else if (target !== undefined) await this.#make(tx, key, target);
      }
    });
    // whoever starts it with another server, or lets it in now, need not resume each channel
    await this.store.resumeMail();
  }

  /** What has no variable any more keeps its row, with who wants it and whether it is on, but gets nothing. */
  async #change(
    tx: Tx,
    row: ChannelRow,
    key: EnvironmentKey,
    target: ChannelTarget | undefined,
  ): Promise<void> {
    if (target === undefined) {
      await this.store.setPaused(tx, TENANT, row.id, notSet(key));
      return;
    }
    const { shown, hint } = keptConfig(target);
    const isSame = isDeepStrictEqual(row.config, shown) && row.secretHint === hint;
    if (!isSame) await this.store.change(tx, row, { config: shown, secretHint: hint });
    if (!isSame || row.pausedReason === notSet(key)) await this.store.setPaused(tx, TENANT, row.id, null);
  }

  async #make(tx: Tx, key: EnvironmentKey, target: ChannelTarget): Promise<void> {
    const { shown, hint } = keptConfig(target);
    const of = (name: string) => ({
      ...{ id: newId('chn'), tenantId: TENANT, name, type: target.type, config: shown },
      ...{ secret: null, secretHint: hint, enabled: true, environmentKey: key },
      ...{ createdBy: OWNER, savedBy: OWNER },
    });
    if (await this.store.insert(tx, of(key))) return;
    // somebody has a channel of that name; or another worker has just made this one, and this changes nothing
    await this.store.insert(tx, of(`${key} (environment)`));
  }
}
