import { Injectable } from '@nestjs/common';
import { LinkPage, type AskedLink, type LinkShown } from '../../platform/links/index.js';
import { ReportsService } from './reports.service.js';

/** What people see of a report by a link: its page, or, where it has none, what files there are. */
@Injectable()
export class ReportLink {
  constructor(private readonly reports: ReportsService) {}

  @LinkPage('report')
  async show({ caller, id }: AskedLink): Promise<LinkShown> {
    const report = await this.reports.get(caller.tenantId, id);
    const { title, kind, status, files, createdAt, expiresAt } = report;
    if (status !== 'writing' && files.some(({ format }) => format === 'html')) {
      const { content, file, filename } = await this.reports.download(caller, id, {
        ...{ format: 'html', redirect: 'false' },
      });
      if (content !== undefined) return { content, contentType: file.contentType, filename };
    }
    return {
      ...{ title, path: `/reports/${id}`, can: [] },
      state:
        status === 'writing'
          ? { text: 'Is being written', tone: 'waiting' }
          : { text: 'Ready', tone: 'good' },
      text: null,
      facts: [
        { label: 'Kind', value: kind },
        { label: 'Made', value: createdAt },
        { label: 'Kept until', value: expiresAt },
      ],
      details: {
        files: files.map(({ format, bytes, sha256 }) => ({
          ...{ format, bytes, sha256, download: `GET /reports/${id}/download?format=${format}` },
        })),
      },
    };
  }
}
