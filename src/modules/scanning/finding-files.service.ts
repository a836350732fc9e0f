import { Injectable } from '@nestjs/common';
import { Config, serviceVersion } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Clock } from '../../shared/clock.js';
import { toAsff } from './domain/exports/asff.js';
import { csvHeader, csvLine } from './domain/exports/csv.js';
import { toOcsf } from './domain/exports/ocsf.js';
import { changedAt, type Exported } from './domain/exports/subject.js';
import { ExportNotes } from './export-notes.service.js';
import { toItem } from './finding-item.js';
import { FindingListStore } from './finding-list.store.js';
import type { FileFormat, FindingQuery } from './findings.schemas.js';

export interface FindingFile {
  /** The content type. */
  type: string;
  name: string;
  lines: AsyncGenerator<string>;
}

/** How a format is written: what stands before the first finding, and what each one becomes. */
interface Writer {
  type: string;
  extension: string;
  header: string;
  line: (one: Exported) => string;
}

/** Findings of one transaction: some 20 ms, 1 MB of text. */
const BATCH = 500;
const NDJSON = 'application/x-ndjson';

/** Findings as files, however many there are: a batch at a time is read, written and forgotten. */
@Injectable()
export class FindingFilesService {
  readonly #writers: Record<FileFormat, Writer>;

  constructor(
    private readonly database: Database,
    private readonly rows: FindingListStore,
    private readonly notes: ExportNotes,
    private readonly clock: Clock,
    config: Config,
  ) {
    const productVersion = serviceVersion(config);
    const homeRegion = config.get('AWS_REGION');
    const json = (extension: string, to: (one: Exported) => unknown): Writer => ({
      ...{ type: NDJSON, extension, header: '' },
      line: (one) => `${JSON.stringify(to(one))}\n`,
    });
    this.#writers = {
      csv: { type: 'text/csv; charset=utf-8', extension: 'csv', header: csvHeader, line: csvLine },
      ocsf: json('ocsf.ndjson', (one) => toOcsf(one, { productVersion })),
      asff: json('asff.ndjson', (one) => toAsff(one, { homeRegion, updatedAt: changedAt(one.finding) })),
    };
  }

  /**
   * All that the filters let through, the newest first. What is found while it is written is not in it; what changes
   * then stands as it was or as it is. Suppressions and mutes are those of the beginning.
   */
  async file(
    { tenantId }: Caller,
    query: Omit<FindingQuery, 'order'> & { format: FileFormat },
  ): Promise<FindingFile> {
    const { limit: _l, cursor: _c, tenantId: _t, format, ...wanted } = query;
    const { type, extension, header, line } = this.#writers[format];
    const now = this.clock.now();
    const notesOf = await this.notes.of(tenantId);
    const mutes = await this.database.withTenant(tenantId, (tx) => this.rows.mutes(tx, tenantId));
    const page = (after: string | undefined) =>
      this.database.withTenant(tenantId, (tx) =>
        this.rows.list(tx, tenantId, { ...wanted, mutes }, now, after, BATCH),
      );
    // asked before the answer begins: until here, what goes wrong has a status of its own
    const first = await page(undefined);
    async function* lines() {
      if (header !== '') yield header;
      for (let rows = first; ; rows = await page(rows.at(-1)?.id)) {
        const findings = rows.map((row) => toItem(row, now, mutes));
        if (rows.length > 0)
          yield findings.map((finding) => line({ finding, notes: notesOf(finding.controlId) })).join('');
        if (rows.length < BATCH) return;
      }
    }
    const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return { type, name: `findings-${stamp}.${extension}`, lines: lines() };
  }
}
