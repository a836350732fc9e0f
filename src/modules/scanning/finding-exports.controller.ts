import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { findingExportList, findingExportQuery, type FindingExportQuery } from './finding-exports.schemas.js';
import { FindingExportsService } from './finding-exports.service.js';

@ApiTags('findings')
@Controller('findings/exports')
export class FindingExportsController {
  constructor(private readonly service: FindingExportsService) {}

  @Get()
  @ApiOperation({
    summary: 'How the findings of each account and region were sent to Security Hub last',
    description: 'Sending is off until PUT /tenants/{id}/settings sets exports.securityHub.enabled.',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: findingExportList })
  list(@WhoCalls() caller: Caller, @Query({ schema: findingExportQuery }) query: FindingExportQuery) {
    return this.service.list(caller, query);
  }
}
