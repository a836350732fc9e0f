import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  nextQuery,
  previewAnswer,
  previewRequest,
  type NextQuery,
  type PreviewSchedule,
} from './preview.schemas.js';
import { PreviewService } from './preview.service.js';

@ApiTags('schedules')
@Controller('schedules')
export class PreviewController {
  constructor(private readonly service: PreviewService) {}

  @Post('preview')
  @ApiOperation({
    summary: 'What an expression means and when it runs, with what changes of the clocks do to it',
  })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: previewAnswer })
  preview(@Body({ schema: previewRequest }) body: PreviewSchedule) {
    return this.service.preview(body);
  }

  @Get(':scheduleId/next')
  @ApiOperation({ summary: 'The next times of a schedule, as if it were on' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: previewAnswer })
  next(
    @WhoCalls() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Query({ schema: nextQuery }) query: NextQuery,
  ) {
    return this.service.next(caller, scheduleId, query.count);
  }
}
