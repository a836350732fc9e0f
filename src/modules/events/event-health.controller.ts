import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { eventHealth } from './event-health.schemas.js';
import { EventHealthService } from './event-health.service.js';
import { eventTenantQuery } from './events.schemas.js';

@ApiTags('events')
@Controller('events/health')
export class EventHealthController {
  constructor(private readonly service: EventHealthService) {}

  @Get()
  @ApiOperation({ summary: 'Whether events come in, how late, and what they leave out, by account' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventHealth })
  get(@WhoCalls() caller: Caller, @Query({ schema: eventTenantQuery }) _query: unknown) {
    return this.service.get(caller);
  }
}
