import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { tenantQuery } from './reports.schemas.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(private readonly service: ReportsService) {}

  @Get(':reportId')
  @ApiOperation({ summary: 'A report as an HTML page' })
  @Needs('viewer')
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, schema: { type: 'string' } })
  async get(
    @WhoCalls() { tenantId }: Caller,
    @Param('reportId') reportId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ): Promise<StreamableFile> {
    const page = await this.service.read(tenantId, reportId);
    return new StreamableFile(page, {
      type: 'text/html; charset=utf-8',
      disposition: 'inline',
      length: page.length,
    });
  }
}
