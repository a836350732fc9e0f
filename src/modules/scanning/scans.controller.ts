import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  scanAnswer,
  scanList,
  scanQuery,
  startedScan,
  startScan,
  tenantQuery,
  type ScanQuery,
  type StartScan,
} from './scan.schemas.js';
import { ScanCancelService } from './scan-cancel.service.js';
import { ScansService } from './scans.service.js';

@ApiTags('scans')
@Controller('scans')
export class ScansController {
  constructor(
    private readonly service: ScansService,
    private readonly cancelling: ScanCancelService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Starts a scan. 409 names an equal one that is under way' })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: startedScan })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  async start(
    @WhoCalls() caller: Caller,
    @Body({ schema: startScan.default({ scanType: 'full' }) }) body: StartScan,
  ) {
    const { scanId } = await this.service.start(caller, body, { source: 'api', join: false });
    return { scanId, status: 'queued' as const };
  }

  @Get()
  @ApiOperation({ summary: 'Scans, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scanList })
  list(@WhoCalls() caller: Caller, @Query({ schema: scanQuery }) query: ScanQuery) {
    return this.service.list(caller, query);
  }

  @Get(':scanId')
  @ApiOperation({ summary: 'A scan with its progress and everything that could not be read' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scanAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('scanId') scanId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return this.service.get(caller, scanId);
  }

  @Delete(':scanId')
  @ApiOperation({ summary: 'Cancels a scan that has not ended: what it found so far stays' })
  @HttpCode(204)
  @Needs('operator')
  async cancel(
    @WhoCalls() caller: Caller,
    @Param('scanId') scanId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    await this.cancelling.cancel(caller, scanId);
  }
}
