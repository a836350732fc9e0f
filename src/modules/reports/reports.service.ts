import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Storage } from '../../platform/storage/index.js';
import { notFound } from '../../shared/app-error.js';

const REPORT_ID = /^rpt_[0-9a-f]{32}$/;

/** Keeps reports as files, each under its tenant. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly storage: Storage,
    private readonly config: Config,
  ) {}

  /** Safe to repeat. @returns where people find it: a path where the service does not know its own address */
  async save(
    tenantId: string,
    reportId: string,
    page: string,
  ): Promise<{ reportId: string; reportUrl: string }> {
    await this.storage.put(keyOf(tenantId, reportId), Buffer.from(page));
    const home = this.config.get('PUBLIC_URL')?.replace(/\/+$/, '') ?? '';
    return { reportId, reportUrl: `${home}/reports/${reportId}` };
  }

  /** @throws AppError NOT_FOUND */
  async read(tenantId: string, reportId: string): Promise<Uint8Array> {
    const page = REPORT_ID.test(reportId) ? await this.storage.get(keyOf(tenantId, reportId)) : undefined;
    if (page === undefined) throw notFound('report', reportId);
    return page;
  }
}

const keyOf = (tenantId: string, reportId: string): string => `${tenantId}/reports/${reportId}.html`;
