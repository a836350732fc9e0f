import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  changeSchedule,
  createSchedule,
  pauseSchedule,
  scheduleAnswer,
  scheduleList,
  scheduleQuery,
  tenantBody,
  tenantQuery,
  type ChangeSchedule,
  type CreateSchedule,
  type PauseSchedule,
  type ScheduleQuery,
} from './schedules.schemas.js';
import { SchedulesService } from './schedules.service.js';

@ApiTags('schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(private readonly service: SchedulesService) {}

  @Post()
  @ApiOperation({ summary: 'Makes a schedule. The same request with the same clientToken makes one' })
  @Needs('operator')
  @ApiResponse({ status: 201, standardSchema: scheduleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  create(@WhoCalls() caller: Caller, @Body({ schema: createSchedule }) body: CreateSchedule) {
    return this.service.create(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'Schedules, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scheduleList })
  list(@WhoCalls() caller: Caller, @Query({ schema: scheduleQuery }) query: ScheduleQuery) {
    return this.service.list(caller, query);
  }

  @Get(':scheduleId')
  @ApiOperation({ summary: 'A schedule, with the state of the engine that starts it' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scheduleAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return this.service.get(caller, scheduleId);
  }

  @Put(':scheduleId')
  @ApiOperation({ summary: 'Sets what is given and keeps the rest' })
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scheduleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  change(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: changeSchedule }) body: ChangeSchedule,
  ) {
    return this.service.change(caller, scheduleId, body);
  }

  @Delete(':scheduleId')
  @ApiOperation({ summary: 'Deletes a schedule; what it has started goes on' })
  @HttpCode(204)
  @Needs('operator')
  async remove(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    await this.service.remove(caller, scheduleId);
  }

  @Post(':scheduleId/pause')
  @ApiOperation({
    summary: 'Starts nothing until it is resumed; times that pass meanwhile are not made up for',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scheduleAnswer })
  pause(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: pauseSchedule }) { reason }: PauseSchedule,
  ) {
    return this.service.pause(caller, scheduleId, reason);
  }

  @Post(':scheduleId/resume')
  @ApiOperation({ summary: 'Goes on with the next time' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: scheduleAnswer })
  resume(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: tenantBody }) _body: unknown,
  ) {
    return this.service.resume(caller, scheduleId);
  }
}
