import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  backfill,
  backfillAnswer,
  runList,
  runQuery,
  startedRun,
  type Backfill,
  type RunQuery,
} from './runs.schemas.js';
import { RunsListService } from './runs-list.service.js';
import { RunsService } from './runs.service.js';
import { tenantBody } from './schedules.schemas.js';

@ApiTags('schedules')
@Controller('schedules/:scheduleId')
export class RunsController {
  constructor(
    private readonly service: RunsService,
    private readonly lists: RunsListService,
  ) {}

  @Get('runs')
  @ApiOperation({ summary: 'Runs of a schedule, those that were skipped among them, newest time first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: runList })
  list(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Query({ schema: runQuery }) query: RunQuery,
  ) {
    return this.lists.list(caller, scheduleId, query);
  }

  @Post('run-now')
  @ApiOperation({
    summary: 'Runs it once, now; it waits for a run that is under way, unless they may overlap',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: startedRun })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  runNow(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: tenantBody }) _body: unknown,
  ) {
    return this.service.runNow(caller, scheduleId);
  }

  @Post('backfill')
  @ApiOperation({
    summary: 'Runs the times of a part of the past that have had no run; a dry run lists them',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: backfillAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  backfill(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: backfill }) body: Backfill,
  ) {
    return this.service.backfill(caller, scheduleId, body);
  }
}
