import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { pageOf } from '../../shared/paging.js';
import { apiKey, apiKeysQuery, createApiKey, newApiKey } from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('access')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly service: ApiKeysService) {}

  @Get()
  @ApiOperation({ summary: "The tenant's keys, newest first, also those revoked or expired" })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: pageOf(apiKey) })
  list(@WhoCalls() caller: Caller, @Query({ schema: apiKeysQuery }) query: z.output<typeof apiKeysQuery>) {
    return this.service.list(caller, query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a key. Keep `key`: it is shown this once' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: newApiKey })
  create(@WhoCalls() caller: Caller, @Body({ schema: createApiKey }) body: z.output<typeof createApiKey>) {
    return this.service.create(caller, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Revokes a key' })
  @Needs('admin')
  @HttpCode(204)
  @ApiResponse({ status: 204 })
  revoke(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.service.revoke(caller, id);
  }
}
