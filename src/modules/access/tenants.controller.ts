import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { invalid } from '../../shared/app-error.js';
import { pageOf } from '../../shared/paging.js';
import { tenantSettings } from './domain/settings.js';
import { TenantSettingsService } from './tenant-settings.service.js';
import { changeSettings, createTenant, tenant, tenantsQuery } from './tenants.schemas.js';
import { TenantsService } from './tenants.service.js';

@ApiTags('access')
@Controller('tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly settings: TenantSettingsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All tenants, by id' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: pageOf(tenant) })
  list(@Query({ schema: tenantsQuery }) query: z.output<typeof tenantsQuery>) {
    return this.tenants.list(query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a tenant' })
  @Needs('platform')
  @ApiResponse({ status: 201, standardSchema: tenant })
  create(@WhoCalls() caller: Caller, @Body({ schema: createTenant }) body: z.output<typeof createTenant>) {
    return this.tenants.create(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A tenant' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: tenant })
  get(@Param('id') id: string) {
    return this.tenants.get(id);
  }

  @Get(':id/settings')
  @ApiOperation({ summary: 'What holds for the tenant: what it set, and the defaults for the rest' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: tenantSettings })
  getSettings(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.settings.get(caller, id);
  }

  @Put(':id/settings')
  @ApiOperation({ summary: 'Sets what is given and keeps the rest: thresholds one by one, lists as a whole' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: tenantSettings })
  async changeSettings(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeSettings }) { tenantId, ...given }: z.output<typeof changeSettings>,
  ) {
    if (tenantId !== undefined && tenantId !== id) {
      throw invalid([{ path: 'tenantId', message: 'is not the tenant of the path' }]);
    }
    return this.settings.change(caller, id, given);
  }
}
