import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { calendarAnswer, calendarQuery, type CalendarQuery } from './calendar.schemas.js';
import { CalendarService } from './calendar.service.js';

@ApiTags('schedules')
@Controller('schedules/calendar')
export class CalendarController {
  constructor(private readonly service: CalendarService) {}

  @Get()
  @ApiOperation({
    summary: 'When the schedules that are on run within a week, or any time of a month at most',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: calendarAnswer })
  between(@WhoCalls() caller: Caller, @Query({ schema: calendarQuery }) query: CalendarQuery) {
    return this.service.between(caller, query);
  }
}
