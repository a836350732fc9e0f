import { Controller, Delete, Get, HttpCode, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FILE_POLICY, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  downloadQuery,
  reportAnswer,
  reportList,
  reportQuery,
  tenantQuery,
  type DownloadQuery,
  type ReportQuery,
} from './reports.schemas.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(private readonly service: ReportsService) {}

  @Get()
  @ApiOperation({ summary: 'Reports and audit packs, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: reportList })
  list(@WhoCalls() caller: Caller, @Query({ schema: reportQuery }) query: ReportQuery) {
    return this.service.list(caller, query);
  }

  @Get(':reportId')
  @ApiOperation({ summary: 'A report: what it is about, its files and their SHA-256' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: reportAnswer })
  get(
    @WhoCalls() { tenantId }: Caller,
    @Param('reportId') reportId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return this.service.get(tenantId, reportId);
  }

  @Get(':reportId/download')
  @ApiOperation({
    summary:
      'A file of a report (of an audit pack: for admins); where files lie in S3, a redirection to it there',
  })
  @Needs('viewer')
  @ApiProduces('text/html', 'application/pdf', 'application/zip')
  @ApiResponse({ status: 200, schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 302, description: 'To the file in S3, for some minutes' })
  async download(
    @WhoCalls() caller: Caller,
    @Param('reportId') reportId: string,
    @Query({ schema: downloadQuery }) query: DownloadQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { file, filename, link, content } = await this.service.download(caller, reportId, query);
    response.setHeader('Cache-Control', 'private, no-store');
    if (content === undefined) {
      response.redirect(302, link ?? '');
      return undefined;
    }
    const isPage = file.format === 'html';
    if (isPage) response.setHeader('Content-Security-Policy', FILE_POLICY);
    return new StreamableFile(content, {
      type: isPage ? 'text/html; charset=utf-8' : file.contentType,
      disposition: `${isPage ? 'inline' : 'attachment'}; filename="${filename}"`,
      ...(file.bytes === null ? {} : { length: file.bytes }),
    });
  }

  @Delete(':reportId')
  @ApiOperation({ summary: 'Deletes a report and its files' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  remove(
    @WhoCalls() caller: Caller,
    @Param('reportId') reportId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ): Promise<void> {
    return this.service.remove(caller, reportId);
  }
}
