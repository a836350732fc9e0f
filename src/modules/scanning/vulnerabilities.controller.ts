import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { vulnerabilityList, vulnerabilityQuery, type VulnerabilityQuery } from './vulnerabilities.schemas.js';
import { VulnerabilitiesService } from './vulnerabilities.service.js';

@ApiTags('vulnerabilities')
@Controller('vulnerabilities')
export class VulnerabilitiesController {
  constructor(private readonly service: VulnerabilitiesService) {}

  @Get()
  @ApiOperation({ summary: 'Vulnerabilities with the patches that close them, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: vulnerabilityList })
  list(@WhoCalls() caller: Caller, @Query({ schema: vulnerabilityQuery }) query: VulnerabilityQuery) {
    return this.service.list(caller, query);
  }
}
