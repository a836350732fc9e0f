import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { RemediationRollback } from './remediation-rollback.service.js';
import { RemediationStart } from './remediation-start.service.js';
import {
  ofTenant,
  remediationAnswer,
  remediationList,
  remediationQuery,
  rollbackAnswer,
  rollbackRemediation,
  startedRemediation,
  startRemediation,
  type RemediationQuery,
  type RollbackRemediation,
  type StartRemediation,
} from './remediations.schemas.js';
import { RemediationsService } from './remediations.service.js';

@ApiTags('remediations')
@Controller('remediations')
export class RemediationsController {
  constructor(
    private readonly service: RemediationsService,
    private readonly starting: RemediationStart,
    private readonly rollbacks: RemediationRollback,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Starts a remediation: it plans, asks people where it must, applies and verifies',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same request with the same key is the same remediation; 409 for another request',
  })
  @ApiResponse({ status: 202, standardSchema: startedRemediation })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  start(
    @WhoCalls() caller: Caller,
    @Body({ schema: startRemediation }) body: StartRemediation,
    @Headers('idempotency-key') key: string | undefined,
  ) {
    return this.starting.start(caller, body, key);
  }

  @Get()
  @ApiOperation({ summary: 'Remediations, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: remediationList })
  list(@WhoCalls() caller: Caller, @Query({ schema: remediationQuery }) query: RemediationQuery) {
    return this.service.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A remediation: who agreed, each change, the calls made, before and after' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: remediationAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: ofTenant }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Post(':id/rollback')
  @ApiOperation({
    summary: 'Takes a remediation back, the last change first. 409 names what somebody has changed since',
  })
  @HttpCode(202)
  @Needs('approver')
  @ApiResponse({ status: 202, standardSchema: rollbackAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  rollback(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: rollbackRemediation }) body: RollbackRemediation,
  ) {
    return this.rollbacks.request(caller, id, body);
  }
}
