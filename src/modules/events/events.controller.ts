import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { EventsHistoryService } from './events-history.service.js';
import { eventAnswer, eventList, eventQuery, eventTenantQuery, type EventQuery } from './events.schemas.js';

@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(private readonly service: EventsHistoryService) {}

  @Get('history')
  @ApiOperation({ summary: 'Events, newest first, each with what became of it and why' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventList })
  list(@WhoCalls() caller: Caller, @Query({ schema: eventQuery }) query: EventQuery) {
    return this.service.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'An event with all that is known of it, by its id or its own eventId' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: eventTenantQuery }) _query: unknown,
  ) {
    return this.service.get(caller, id);
  }
}
