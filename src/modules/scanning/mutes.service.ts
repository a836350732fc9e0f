import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { MuteStore, type MuteRow } from './mute.store.js';
import type { MuteAnswer, MuteQuery, SaveMute } from './mutes.schemas.js';
import { ScanAccess } from './scan-access.js';
import { applyMutes } from './scan.jobs.js';

/** Rules by which findings are muted: they stay, and are shown as muted. */
@Injectable()
export class MutesService {
  constructor(
    private readonly database: Database,
    private readonly store: MuteStore,
    private readonly jobs: Jobs,
    private readonly access: ScanAccess,
    private readonly clock: Clock,
  ) {}

  async list({ tenantId }: Caller, { limit, cursor }: MuteQuery): Promise<Page<MuteAnswer>> {
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map((row) => this.#answer(row)) };
  }

  async get({ tenantId }: Caller, id: string): Promise<MuteAnswer> {
    return this.database.withTenant(tenantId, async (tx) => this.#answer(await this.#find(tx, tenantId, id)));
  }

  /** Open findings are muted by a job that commits with the rule: within seconds. */
  async create(caller: Caller, { rules, reason, expiresAt }: SaveMute): Promise<MuteAnswer> {
    const { tenantId, owner, keyId } = caller;
    const until = this.#future(expiresAt ?? null);
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.insert(tx, {
        ...{ id: newId('mute'), tenantId, rules, reason, expiresAt: until },
        ...{ createdBy: owner, createdByKey: keyId },
      });
      await this.#changed(tx, caller, 'mute.created', row.id, undefined, row);
      return this.#answer(row);
    });
  }

  async change(caller: Caller, id: string, { rules, reason, expiresAt }: SaveMute): Promise<MuteAnswer> {
    const { tenantId } = caller;
    const until = this.#future(expiresAt ?? null);
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      const to = { rules, reason, expiresAt: until, updatedAt: this.clock.now() };
      await this.store.change(tx, tenantId, id, to);
      const after = await this.#find(tx, tenantId, id);
      await this.#changed(tx, caller, 'mute.changed', id, before, after);
      return this.#answer(after);
    });
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      await this.store.delete(tx, tenantId, id);
      await this.#changed(tx, caller, 'mute.deleted', id, before, undefined);
    });
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<MuteRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('mute', id);
    return row;
  }

  async #changed(
    tx: Tx,
    caller: Caller,
    action: string,
    targetId: string,
    before: MuteRow | undefined,
    after: MuteRow | undefined,
  ): Promise<void> {
    await this.jobs.enqueueAll(tx, caller.tenantId, applyMutes, [{}]);
    await this.access.audit.write(tx, caller, { action, targetType: 'mute', targetId, before, after });
  }

  #future(expiresAt: Date | null): Date | null {
    if (expiresAt !== null && expiresAt <= this.clock.now())
      throw invalid([{ path: 'expiresAt', message: 'must lie in the future' }]);
    return expiresAt;
  }

  #answer(row: MuteRow): MuteAnswer {
    const isExpired = row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return { ...row, isExpired };
  }
}
