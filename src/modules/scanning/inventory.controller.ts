import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { resourceAnswer, resourceList, resourceQuery, type ResourceQuery } from './inventory.schemas.js';
import { InventoryService } from './inventory.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('inventory')
@Controller('resources')
export class InventoryController {
  constructor(private readonly service: InventoryService) {}

  /** Resources, in the order of their ARNs. */
  @Get()
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: resourceList })
  list(@WhoCalls() caller: Caller, @Query({ schema: resourceQuery }) query: ResourceQuery) {
    return this.service.list(caller, query);
  }

  /** A resource with its configuration and its changes. A `/` in the ARN is sent as `%2F`. */
  @Get(':arn')
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
