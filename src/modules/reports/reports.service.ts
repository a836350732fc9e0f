import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { mayDo, type Caller } from '../../platform/http/index.js';
import { Storage } from '../../platform/storage/index.js';
import { conflict, forbidden, notFound } from '../../shared/app-error.js';
import { DAY_MS } from '../../shared/clock.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { AuditLog } from '../access/index.js';
import { downloadPath } from './report-paths.js';
import type { DownloadQuery, ReportAnswer, ReportQuery } from './reports.schemas.js';
import { ReportStore, type ReportFile, type ReportRow } from './reports.store.js';

const LINK_SECONDS = 300;

/** A file on its way to somebody: by its address, or as it is. */
export interface Download {
  file: ReportFile;
  filename: string;
  link: string | undefined;
  content: Readable | undefined;
}

/** What was written, for those who read it. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly store: ReportStore,
    private readonly storage: Storage,
    private readonly config: Config,
    private readonly audit: AuditLog,
  ) {}

  async list({ tenantId }: Caller, query: ReportQuery): Promise<Page<ReportAnswer>> {
    const { limit, cursor, kind, subject, executionId, since } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { kind, subject, executionId, since }, { after, take: limit + 1 }),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map((row) => this.#answer(row)) };
  }

  /** @throws AppError NOT_FOUND */
  async get(tenantId: string, id: string): Promise<ReportAnswer> {
    return this.#answer(await this.#find(tenantId, id));
  }

  /**
   * A pack holds the audit log and the list of keys: as these, it is for admins.
   * @throws AppError NOT_FOUND for a report or a format that is not there; FORBIDDEN; CONFLICT while it is written
   */
  async download(
    caller: Caller,
    id: string,
    { format, redirect }: Pick<DownloadQuery, 'format' | 'redirect'>,
  ): Promise<Download> {
    const { kind, status, files } = await this.#find(caller.tenantId, id);
    if (kind === 'audit-pack' && !mayDo(caller, 'admin'))
      throw forbidden('An audit pack holds the audit log: this needs a key of the role admin');
    if (status === 'writing') throw conflict(`report ${id} is still being written`);
    const file = format === undefined ? files[0] : files.find((one) => one.format === format);
    if (file === undefined) throw notFound('file of the report', `${id} (${format ?? 'any'})`);
    const filename = `${id}.${file.format}`;
    const { key, contentType } = file;
    const link =
      redirect === 'true'
        ? await this.storage.link(key, { filename, contentType, seconds: LINK_SECONDS })
        : undefined;
    const content = link === undefined ? await this.storage.getStream(key) : undefined;
    if (link === undefined && content === undefined) throw notFound('file of the report', filename);
    return { file, filename, link, content };
  }

  /** Nobody sees it from now on; its files go within the hour. @throws AppError NOT_FOUND */
  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.find(tx, tenantId, id);
      if (row === undefined || !(await this.store.hide(tx, tenantId, id, await this.database.now(tx))))
        throw notFound('report', id);
      const { kind, title, subject, files } = row;
      const before = { kind, title, subject, files: files.map(({ format, sha256 }) => ({ format, sha256 })) };
      const change = { action: 'report.deleted', targetType: 'report', targetId: id, before };
      await this.audit.write(tx, caller, change);
    });
  }

  /** Deletes the files, and then the rows, of what has had its time. Safe to be interrupted. */
  async clean(): Promise<void> {
    const days = this.config.get('REPORT_RETENTION_DAYS');
    for (;;) {
      const due = await this.store.due(days, BATCH);
      for (const { tenantId, id, files } of due) {
        for (const { key } of files) await this.storage.delete(key);
        await this.database.withTenant(tenantId, (tx) => this.store.remove(tx, tenantId, id));
      }
      if (due.length < BATCH) return;
    }
  }

  async #find(tenantId: string, id: string): Promise<ReportRow> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('report', id);
    return row;
  }

  #answer({ id, files, createdAt, ...row }: ReportRow): ReportAnswer {
    return {
      ...{ ...row, reportId: id, createdAt },
      expiresAt: new Date(createdAt.getTime() + this.config.get('REPORT_RETENTION_DAYS') * DAY_MS),
      files: files.map(({ key: _, ...file }) => ({ ...file, url: downloadPath(id, file.format) })),
    };
  }
}

const BATCH = 100;
