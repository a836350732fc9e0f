import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DAY_MS } from '../../shared/clock.js';
import type { Severity } from './domain/control.js';
import { asffId, toAsff, type AsffFinding } from './domain/exports/asff.js';
import type { ImportFailure } from './domain/exports/import-failure.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { ExportNotes } from './export-notes.service.js';
import { FindingExportStore, type FindingExportRow } from './finding-export.store.js';
import { toItem } from './finding-item.js';
import { FindingListStore } from './finding-list.store.js';

/** Where findings are exported to: an account and a region that has a Security Hub. */
export interface ExportPlace {
  tenantId: string;
  accountId: string;
  region: string;
}

/** Findings that are to be sent at once, as they stood at `at`. */
export interface ExportBatch {
  at: Date;
  last: string;
  findings: { findingId: string; state: string; asff: AsffFinding }[];
}

/** Security Hub deletes an active finding 90 days after its last update; one that stays open is told of again. */
const FRESH_MS = 30 * DAY_MS;

/** What Security Hub lacks of a place's findings, and what it was sent. */
@Injectable()
export class ExportLedger {
  constructor(
    private readonly database: Database,
    private readonly store: FindingExportStore,
    private readonly rows: FindingListStore,
    private readonly notes: ExportNotes,
    private readonly config: Config,
  ) {}

  /** Batches of what has changed since it was sent, read one at a time; `now` gives the time of each. */
  async *changes(
    { tenantId, accountId, region }: ExportPlace,
    severities: readonly Severity[],
    size: number,
    now: () => Date,
  ): AsyncGenerator<ExportBatch> {
    const homeRegion = this.config.get('AWS_REGION');
    const regions = region === homeRegion ? [region, GLOBAL_REGION] : [region];
    const notesOf = await this.notes.of(tenantId);
    for (let after = ''; ;) {
      const at = now();
      const scope = { accountId, regions, severities, staleBefore: new Date(at.getTime() - FRESH_MS) };
      const findings = await this.database.withTenant(tenantId, async (tx) => {
        const mutes = await this.rows.mutes(tx, tenantId);
        const changed = await this.store.changed(tx, tenantId, scope, after, size);
        return changed.map(({ row, state }) => {
          const finding = toItem(row, at, mutes);
          const asff = toAsff({ finding, notes: notesOf(row.controlId) }, { homeRegion, updatedAt: at });
          return { findingId: row.id, state, asff };
        });
      });
      const last = findings.at(-1)?.findingId;
      if (last === undefined) return;
      yield { at, last, findings };
      if (findings.length < size) return;
      after = last;
    }
  }

  /** Notes what of a batch was taken; what was refused is sent again the next time. Gives back how many were. */
  async record(
    { tenantId }: ExportPlace,
    { at, findings }: ExportBatch,
    failures: readonly ImportFailure[],
  ): Promise<number> {
    const refused = new Set(failures.map(({ id }) => id));
    const sent = findings
      .filter(({ findingId }) => !refused.has(asffId(findingId)))
      .map(({ findingId, state }) => ({ findingId, state }));
    await this.database.withTenant(tenantId, (tx) => this.store.record(tx, tenantId, sent, at));
    return sent.length;
  }

  /** Notes how an attempt ended. */
  async close(
    place: ExportPlace,
    ended: Pick<FindingExportRow, 'attemptedAt' | 'lastExportedAt' | 'sent' | 'failed'> & {
      failures: object[];
      error: object | null;
    },
  ): Promise<void> {
    await this.database.withTenant(place.tenantId, (tx) => this.store.close(tx, { ...place, ...ended }));
  }
}
