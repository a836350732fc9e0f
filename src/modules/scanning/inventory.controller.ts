import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  resourceAnswer,
  resourceList,
  resourceQuery,
  timelineList,
  timelineQuery,
  type ResourceQuery,
  type TimelineQuery,
} from './inventory.schemas.js';
import { InventoryService } from './inventory.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('inventory')
@Controller('resources')
export class InventoryController {
  constructor(private readonly service: InventoryService) {}

  @Get()
  @ApiOperation({ summary: 'Resources, in the order of their ARNs' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: resourceList })
  list(@WhoCalls() caller: Caller, @Query({ schema: resourceQuery }) query: ResourceQuery) {
    return this.service.list(caller, query);
  }

  @Get(':arn')
  @ApiOperation({
    summary: 'A resource with its configuration and its changes. A `/` in the ARN is sent as `%2F`',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: resourceAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('arn') arn: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return this.service.get(caller, arn);
  }

  @Get(':arn/timeline')
  @ApiOperation({
    summary: 'What happened to a resource, newest first: events, drifts, findings, fixes, approvals',
    description: 'A `/` in the ARN is sent as `%2F`. A drift has a JSON Patch with what was there before.',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: timelineList })
  timeline(
    @WhoCalls() caller: Caller,
    @Param('arn') arn: string,
    @Query({ schema: timelineQuery }) query: TimelineQuery,
  ) {
    return this.service.timeline(caller, arn, query);
  }
}
