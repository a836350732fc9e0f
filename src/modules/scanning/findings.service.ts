import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { controlById } from './domain/controls/index.js';
import { severities, type Severity } from './domain/control.js';
import type { Transition } from './domain/finding-changes.js';
import { toItem } from './finding-item.js';
import { FindingListStore, type FindingFilter, type FindingRow } from './finding-list.store.js';
import type {
  FindingAnswer,
  FindingCounts,
  FindingItem,
  FindingQuery,
  Suppress,
} from './findings.schemas.js';
import { FindingsWriter } from './findings-writer.js';
import { ScanAccess } from './scan-access.js';

/** How a page of an order is read, and where the next one begins. */
interface Read {
  rows(tx: Tx, tenantId: string, filter: FindingFilter, now: Date, take: number): Promise<FindingRow[]>;
  keyOf(row: FindingRow): readonly string[];
}

@Injectable()
export class FindingsService {
  constructor(
    private readonly database: Database,
    private readonly rows: FindingListStore,
    private readonly writer: FindingsWriter,
    private readonly access: ScanAccess,
    private readonly clock: Clock,
  ) {}

  async list(
    { tenantId }: Caller,
    query: FindingQuery,
  ): Promise<Page<FindingItem> & { counts: FindingCounts | null }> {
    const { limit, cursor, order, tenantId: _t, format: _f, ...filter } = query;
    const read = order === 'worst' ? this.#worst(cursor) : this.#newest(cursor);
    const now = this.clock.now();
    return this.database.withTenant(tenantId, async (tx) => {
      const filtered = filter.muted === undefined ? [] : await this.rows.mutes(tx, tenantId);
      const wanted = { ...filter, mutes: filtered };
      const rows = await read.rows(tx, tenantId, wanted, now, limit + 1);
      const mutes = filter.muted === undefined ? await this.#mutesOf(tx, tenantId, rows) : filtered;
      const page = toPage(rows, limit, (row) => read.keyOf(row));
      const counts = cursor === undefined ? await this.rows.counts(tx, tenantId, wanted, now) : null;
      return { ...page, items: page.items.map((row) => toItem(row, now, mutes)), counts };
    });
  }

  #newest(cursor: string | undefined): Read {
    const after = decodeCursor(cursor, 1)?.[0];
    return {
      rows: (tx, tenantId, filter, now, take) => this.rows.list(tx, tenantId, filter, now, after, take),
      keyOf: ({ id }) => [id],
    };
  }

  /** @throws AppError VALIDATION_FAILED where the cursor is not one of this order */
  #worst(cursor: string | undefined): Read {
    const [severity = '', id = ''] = decodeCursor(cursor, 2) ?? [];
    const known = severities.find((one) => one === severity);
    if (cursor !== undefined && known === undefined)
      throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
    const after = known === undefined ? undefined : ([known, id] as const);
    return {
      rows: (tx, tenantId, filter, now, take) => this.rows.worst(tx, tenantId, filter, now, after, take),
      keyOf: (row) => [row.severity, row.id],
    };
  }

  async get({ tenantId }: Caller, id: string): Promise<FindingAnswer> {
    return this.database.withTenant(tenantId, (tx) => this.#detail(tx, tenantId, id));
  }

  /** Takes a finding out of what wants attention; it still opens and resolves as the resource changes. */
  async suppress(
    caller: Caller,
    id: string,
    { reason, expiresAt }: Pick<Suppress, 'reason' | 'expiresAt'>,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<FindingAnswer> {
    const at = this.clock.now();
    const until = expiresAt ?? null;
    if (until !== null && until <= at)
      throw invalid([{ path: 'expiresAt', message: 'must lie in the future' }]);
    return this.#change(
      caller,
      id,
      { action: 'finding.suppressed', to: 'suppressed', reason, evidence: { until } },
      async (tx, before) => {
        await this.rows.setSuppression(tx, caller.tenantId, id, { at, until, reason, by: caller.owner });
        if (before.status === 'open')
          await this.writer.tellSuppressed(tx, caller.tenantId, [
            { finding: before, reason, by: caller.owner, until, mutedBy: null },
          ]);
        await also?.(tx);
      },
    );
  }

  /** @throws AppError CONFLICT when the finding is not suppressed */
  async unsuppress(caller: Caller, id: string): Promise<FindingAnswer> {
    return this.#change(
      caller,
      id,
      { action: 'finding.unsuppressed', reason: 'unsuppressed' },
      async (tx, before) => {
        if (before.suppressedAt === null) throw conflict('The finding is not suppressed');
        await this.rows.setSuppression(tx, caller.tenantId, id, null);
      },
    );
  }

  async #change(
    caller: Caller,
    id: string,
    what: { action: string; reason: string; to?: Transition['to']; evidence?: Transition['evidence'] },
    change: (tx: Tx, before: FindingRow) => Promise<void>,
  ): Promise<FindingAnswer> {
    const { tenantId, owner } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.rows.find(tx, tenantId, id);
      if (before === null) throw notFound('finding', id);
      await change(tx, before);
      const status = before.status as 'open' | 'resolved';
      const from: Transition['from'] = before.suppressedAt === null ? status : 'suppressed';
      await this.writer.note(
        tx,
        tenantId,
        { ...before, severity: before.severity as Severity },
        {
          ...{ from, to: what.to ?? status, reason: what.reason },
          ...{ actor: owner, what: what.to ?? 'unsuppressed', evidence: what.evidence ?? {} },
        },
      );
      const after = await this.#detail(tx, tenantId, id);
      await this.access.audit.write(tx, caller, {
        ...{ action: what.action, targetType: 'finding', targetId: id },
        ...{
          before: { suppressedReason: before.suppressedReason },
          after: { suppressed: after.suppressed?.reason ?? null },
        },
      });
      return after;
    });
  }

  /** Ids of the mutes that hold now, where they matter for these: for most findings there is nothing to ask. */
  async #mutesOf(tx: Tx, tenantId: string, rows: readonly FindingRow[]): Promise<string[]> {
    return rows.some(({ muteId }) => muteId !== null) ? this.rows.mutes(tx, tenantId) : [];
  }

  async #detail(tx: Tx, tenantId: string, id: string): Promise<FindingAnswer> {
    const row = await this.rows.find(tx, tenantId, id);
    if (row === null) throw notFound('finding', id);
    const { controls: own } = this.access.customs;
    const control = controlById(row.controlId) ?? (await own.find(tx, tenantId, row.controlId));
    const history = await this.rows.historyOf(tx, tenantId, id);
    return {
      ...toItem(row, this.clock.now(), await this.#mutesOf(tx, tenantId, [row])),
      remediation: control ? { ...control.remediation, url: control.remediation.url ?? '' } : null,
      riskText: control?.risk ?? null,
      evidenceHash: row.evidenceHash,
      history: history.map(({ tenantId: _t, findingId: _f, ...one }) => ({
        ...one,
        evidence: one.evidence as FindingAnswer['evidence'],
      })),
    };
  }
}
