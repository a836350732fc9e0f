import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../../platform/http/index.js';
import { discoverAccountsBody, discovery, discoveryQuery, lastDiscovery } from './discovery.schemas.js';
import { DiscoveryService } from './discovery.service.js';

/** The platform key's alone: what it tells is whose accounts there are, of all tenants. */
@ApiTags('access')
@Controller('accounts/discover')
export class DiscoveryController {
  constructor(private readonly service: DiscoveryService) {}

  @Post()
  @ApiOperation({
    summary: "Registers the active accounts of the service's AWS organization that nobody has registered yet",
  })
  @Needs('platform')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: discovery })
  start(
    @WhoCalls() caller: Caller,
    @Body({ schema: discoverAccountsBody.default({ dryRun: false }) })
    body: z.output<typeof discoverAccountsBody>,
  ) {
    return this.service.start(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'The last look into the organization, and what became of each account' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: lastDiscovery })
  last(
    @WhoCalls() caller: Caller,
    @Query({ schema: discoveryQuery }) query: z.output<typeof discoveryQuery>,
  ) {
    const { outcome, verification, limit, cursor } = query;
    return this.service.last(caller.tenantId, { outcome, verification }, { limit, cursor });
  }
}
