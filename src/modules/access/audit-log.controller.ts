import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { pageOf } from '../../shared/paging.js';
import { auditEntry, auditQuery } from './audit-log.schemas.js';
import { AuditLog } from './audit-log.service.js';

@ApiTags('access')
@Controller('audit-log')
export class AuditLogController {
  constructor(private readonly service: AuditLog) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what, newest first' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: pageOf(auditEntry) })
  list(@WhoCalls() caller: Caller, @Query({ schema: auditQuery }) query: z.output<typeof auditQuery>) {
    const { limit, cursor, tenantId: _, ...filter } = query;
    return this.service.list(caller.tenantId, filter, { limit, cursor });
  }
}
