import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { Storage } from '../../platform/storage/index.js';
import { conflict } from '../../shared/app-error.js';
import { downloadPath } from './report-paths.js';
import type { FileFormat, ReportKind } from './reports.schemas.js';
import { ReportStore, type ReportFile } from './reports.store.js';

/** A report with what it is made of. */
export interface NewReport {
  reportId: string;
  kind: ReportKind;
  title: string;
  /** What it is about: a scan, a framework, a kind of audit. */
  subject: string;
  executionId: string | null;
  createdBy: string;
  /** The first is what opens by default. */
  files: { format: FileFormat; contentType: string; content: Uint8Array | Readable }[];
  details?: Record<string, unknown>;
}

/** Where people find a report: paths where the service does not know its own address (PUBLIC_URL). */
export interface SavedReport {
  reportId: string;
  reportUrl: string;
  files: { format: FileFormat; url: string; bytes: number; sha256: string }[];
}

/** Writes reports: their row first, then their files, so that nothing lies about that nobody knows of. */
@Injectable()
export class ReportWriting {
  constructor(
    private readonly database: Database,
    private readonly store: ReportStore,
    private readonly storage: Storage,
    private readonly config: Config,
  ) {}

  /**
   * Safe to repeat under the same id: the files are written again.
   * @throws AppError CONFLICT where somebody has deleted it meanwhile
   */
  async save(tenantId: string, { reportId: id, files, details, ...report }: NewReport): Promise<SavedReport> {
    const begun: ReportFile[] = files.map(({ format, contentType }) => ({
      ...{ format, contentType, key: `${tenantId}/reports/${id}.${format}` },
      ...{ bytes: null, sha256: null },
    }));
    const row = { ...report, id, tenantId, files: begun, details: details ?? {} };
    await this.database.withTenant(tenantId, async (tx) =>
      this.store.begin(tx, row, await this.database.now(tx)),
    );
    const written: ReportFile[] = [];
    const saved: SavedReport['files'] = [];
    for (const [index, { content }] of files.entries()) {
      const file = begun[index];
      if (file === undefined) continue;
      const stream = content instanceof Readable ? content : Readable.from([content]);
      const stored = await this.storage.putStream(file.key, stream, { contentType: file.contentType });
      written.push({ ...file, ...stored });
      saved.push({ format: file.format, url: this.#url(id, file.format), ...stored });
    }
    const isThere = await this.database.withTenant(tenantId, (tx) =>
      this.store.finish(tx, tenantId, id, written),
    );
    if (isThere) return { reportId: id, reportUrl: this.#url(id), files: saved };
    // its row may be gone, and with it whoever would have found them
    for (const { key } of begun) await this.storage.delete(key);
    throw conflict(`report ${id} was deleted while it was written`);
  }

  #url(id: string, format?: FileFormat): string {
    const home = this.config.get('PUBLIC_URL')?.replace(/\/+$/, '') ?? '';
    return `${home}${downloadPath(id, format)}`;
  }
}
