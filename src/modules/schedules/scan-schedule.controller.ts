import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { startedScan } from '../scanning/index.js';
import {
  changeScanConfig,
  scanConfig,
  scanScheduleStatus,
  triggerScan,
  type ChangeScanConfig,
  type TriggerScan,
} from './scan-schedule.schemas.js';
import { ScanScheduleStatusService } from './scan-schedule-status.service.js';
import { ScanScheduleService } from './scan-schedule.service.js';
import { ScanTriggerService } from './scan-trigger.service.js';
import { tenantBody, tenantQuery } from './schedules.schemas.js';

@ApiTags('scan schedule')
@Controller('api/schedule')
export class ScanScheduleController {
  constructor(
    private readonly service: ScanScheduleService,
    private readonly standing: ScanScheduleStatusService,
    private readonly triggering: ScanTriggerService,
  ) {}

  @Get('config')
  @ApiOperation({
    summary: "How often the tenant's scan runs, and who is told: a view on its daily scan schedule",
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scanConfig })
  config(@WhoCalls() caller: Caller, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.standing.config(caller);
  }

  @Post('config')
  @ApiOperation({ summary: 'Sets what is given and keeps the rest' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scanConfig })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  change(@WhoCalls() caller: Caller, @Body({ schema: changeScanConfig }) body: ChangeScanConfig) {
    return this.service.change(caller, body);
  }

  @Get('status')
  @ApiOperation({ summary: 'When it ran and when it runs next, with its last runs' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scanScheduleStatus })
  status(@WhoCalls() caller: Caller, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.standing.status(caller);
  }

  @Post('enable')
  @ApiOperation({ summary: 'Switches the scan schedule on, and ends a pause' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scanConfig })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  enable(@WhoCalls() caller: Caller, @Body({ schema: tenantBody }) _body: unknown) {
    return this.service.change(caller, { enabled: true });
  }

  @Post('disable')
  @ApiOperation({ summary: 'Switches the scan schedule off' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scanConfig })
  disable(@WhoCalls() caller: Caller, @Body({ schema: tenantBody }) _body: unknown) {
    return this.service.change(caller, { enabled: false });
  }

  @Post('trigger')
  @ApiOperation({
    summary:
      'Starts the scan of everything now, for people and for other systems. 409 names one that is under way',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: startedScan })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  trigger(
    @WhoCalls() caller: Caller,
    @Body({ schema: triggerScan.default({ source: 'manual' }) }) body: TriggerScan,
  ) {
    return this.triggering.trigger(caller, body);
  }
}
