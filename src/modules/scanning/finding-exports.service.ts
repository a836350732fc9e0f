import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { exportFindings } from './export.jobs.js';
import { FindingExportStore, type FindingExportRow } from './finding-export.store.js';
import {
  exportError,
  exportFailures,
  type FindingExport,
  type FindingExportQuery,
} from './finding-exports.schemas.js';
import { ScanAccess } from './scan-access.js';

/** Which places are to be exported, and how it went. */
@Injectable()
export class FindingExportsService {
  constructor(
    private readonly database: Database,
    private readonly store: FindingExportStore,
    private readonly jobs: Jobs,
    private readonly access: ScanAccess,
    private readonly config: Config,
  ) {}

  /** Asks for the export of each account and region that has findings, where the tenant wants it. */
  async begin(tenantId: string): Promise<void> {
    const { exports } = await this.access.tenants.settingsOf(tenantId);
    if (!exports.securityHub.enabled) return;
    const homeRegion = this.config.get('AWS_REGION');
    const registered = await this.access.accounts.forScan(tenantId);
    const ids = new Set(registered.map(({ accountId }) => accountId));
    await this.database.withTenant(tenantId, async (tx) => {
      const found = await this.store.places(tx, tenantId);
      const known = found.filter(({ accountId }) => ids.has(accountId));
      const places = new Map(
        known.map(({ accountId, region: where }) => {
          const region = where === GLOBAL_REGION ? homeRegion : where;
          return [`${accountId} ${region}`, { accountId, region }];
        }),
      );
      await this.jobs.enqueueAll(tx, tenantId, exportFindings, [...places.values()]);
    });
  }

  async list(
    { tenantId }: Caller,
    { limit, cursor, accountId, region }: FindingExportQuery,
  ): Promise<Page<FindingExport>> {
    const [account = '', where = ''] = decodeCursor(cursor, 2) ?? [];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { accountId, region }, [account, where], limit + 1),
    );
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.accountId, row.region]);
    return { items: items.map(shown), nextCursor };
  }
}

const shown = ({ tenantId: _, failures, error, ...row }: FindingExportRow): FindingExport => ({
  target: 'securityhub',
  ...row,
  failures: exportFailures.parse(failures),
  error: error === null ? null : exportError.parse(error),
});
