import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { SecretUnreadable } from '../../platform/secrets/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { channelAnswerOf } from './channel-answer.js';
import { ChannelChecks } from './channel-checks.service.js';
import { ChannelRecords } from './channel-records.js';
import { ChannelSecrets } from './channel-secrets.js';
import type { ChangeChannel, ChannelAnswer, SaveChannel } from './channels.schemas.js';
import { ChannelStore, type ChannelChange, type ChannelRow } from './channels.store.js';
import { changedConfig, wholeConfig } from './domain/channel-config.js';

const MAX_CHANNELS = 100;

/** Makes, changes and deletes channels. */
@Injectable()
export class ChannelEditing {
  constructor(
    private readonly database: Database,
    private readonly store: ChannelStore,
    private readonly checks: ChannelChecks,
    private readonly secrets: ChannelSecrets,
    private readonly records: ChannelRecords,
  ) {}

  /** @throws AppError INVALID naming each bad field; CONFLICT where there is one of that name, or there are too many */
  async create(caller: Caller, { name, enabled, type, config }: SaveChannel): Promise<ChannelAnswer> {
    const { tenantId, owner } = caller;
    const target = await this.checks.checked(tenantId, this.checks.parse(type, config));
    const keys = { tenantId, id: newId('chn') };
    const kept = await this.secrets.keep(keys, target);
    return this.database.withTenant(tenantId, async (tx) => {
      if ((await this.store.count(tx, tenantId)) >= MAX_CHANNELS)
        throw conflict(`There are ${MAX_CHANNELS} channels already`);
      const more = { environmentKey: null, createdBy: owner, savedBy: owner };
      if (!(await this.store.insert(tx, { ...keys, name, type, enabled, ...kept, ...more })))
        throw taken(name);
      const made = await this.#find(tx, keys.tenantId, keys.id);
      await this.records.write(tx, caller, 'created', undefined, made);
      return channelAnswerOf(made);
    });
  }

  /** Sets what is given. Where it leads elsewhere from now on, a pause ends and threads begin anew. */
  async change(caller: Caller, id: string, given: ChangeChannel): Promise<ChannelAnswer> {
    const { tenantId } = caller;
    const seen = await this.database.withTenant(tenantId, (tx) => this.#find(tx, tenantId, id));
    checkChange(seen, given);
    const place = given.config === undefined ? undefined : await this.#place(seen, given.config);
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.store.findForUpdate(tx, tenantId, id);
      if (before === undefined) throw notFound('channel', id);
      if (place !== undefined && before.updatedAt.getTime() !== seen.updatedAt.getTime())
        throw conflict('The channel was changed by somebody else meanwhile');
      const { name, enabled } = given;
      if (name !== undefined && (await this.store.isTaken(tx, tenantId, name, id))) throw taken(name);
      await this.store.change(tx, before, { ...place?.kept, name, enabled, savedBy: caller.owner });
      if (place?.isElsewhere === true) await this.records.beginAnew(tx, before);
      const after = await this.#find(tx, tenantId, id);
      await this.records.write(tx, caller, 'changed', before, after);
      return channelAnswerOf(after);
    });
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.store.findForUpdate(tx, tenantId, id);
      if (before === undefined) throw notFound('channel', id);
      this.records.checkRemoval(before);
      await this.store.remove(tx, before);
      await this.records.write(tx, caller, 'deleted', before, undefined);
    });
  }

  async #place(
    seen: ChannelRow,
    given: Record<string, unknown>,
  ): Promise<{ kept: ChannelChange; isElsewhere: boolean }> {
    const { tenantId, type } = seen;
    const before = await this.secrets.whole(seen).catch((error: unknown) => {
      if (error instanceof SecretUnreadable) return wholeConfig(seen.config, null); // it has to be given anew
      throw error;
    });
    const target = await this.checks.checked(
      tenantId,
      this.checks.parse(type, changedConfig(type, before, given)),
    );
    const kept = await this.secrets.keep(seen, target);
    return { kept, isElsewhere: !isDeepStrictEqual(before, { ...target.config }) };
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<ChannelRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('channel', id);
    return row;
  }
}

const taken = (name: string) => conflict(`There is a channel ${name} already`);

function checkChange(row: ChannelRow, { name, type, config }: ChangeChannel): void {
  if (type !== undefined && type !== row.type)
    throw invalid([{ path: 'type', message: `cannot be changed: it is ${row.type}; make another channel` }]);
  if (row.environmentKey === null) return;
  if (config !== undefined || (name !== undefined && name !== row.name))
    throw conflict('This channel is the one that variables of the service name: only enabled can be changed');
}
