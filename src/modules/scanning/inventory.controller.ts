import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { resourceAnswer, resourceList, resourceQuery, type ResourceQuery } from './inventory.schemas.js';
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
}
