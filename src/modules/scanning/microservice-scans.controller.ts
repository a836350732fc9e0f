import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  complianceOutput,
  complianceScan,
  vulnerabilityOutput,
  vulnerabilityScan,
  waitQuery,
  type ComplianceScan,
  type VulnerabilityScan,
  type WaitQuery,
} from './microservice-scans.schemas.js';
import { MicroserviceScans } from './microservice-scans.service.js';

const LATER = '202, with the status running, where it does not end within `wait` seconds; it goes on then.';

/** The microservices of specs/3 as routes. */
@ApiTags('scans')
@Controller('scans')
export class MicroserviceScansController {
  constructor(private readonly service: MicroserviceScans) {}

  @Post('compliance')
  @ApiOperation({
    summary: 'Scans with the own controls, Security Hub and AWS Config, each finding counted once',
    description: LATER,
  })
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: complianceOutput })
  @ApiResponse({ status: 202, standardSchema: complianceOutput })
  async compliance(
    @WhoCalls() caller: Caller,
    @Query({ schema: waitQuery }) { wait }: WaitQuery,
    @Body({ schema: complianceScan.prefault({ scanType: 'full' }) }) body: ComplianceScan,
    @Res({ passthrough: true }) response: Response,
  ) {
    const scanId = await this.service.startCompliance(caller, body, { source: 'api' });
    const look = () => this.service.complianceOutput(caller.tenantId, scanId);
    return answered(response, await this.service.waited(look, wait, goneOf(response)));
  }

  @Post('vulnerabilities')
  @ApiOperation({
    summary: 'Reads vulnerabilities from Inspector and Systems Manager, with the patches that close them',
    description: LATER,
  })
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: vulnerabilityOutput })
  @ApiResponse({ status: 202, standardSchema: vulnerabilityOutput })
  async vulnerabilities(
    @WhoCalls() caller: Caller,
    @Query({ schema: waitQuery }) { wait }: WaitQuery,
    @Body({ schema: vulnerabilityScan.prefault({}) }) body: VulnerabilityScan,
    @Res({ passthrough: true }) response: Response,
  ) {
    const scanId = await this.service.startVulnerabilities(caller, body, { source: 'api' });
    const look = () => this.service.vulnerabilityOutput(caller.tenantId, scanId);
    return answered(response, await this.service.waited(look, wait, goneOf(response)));
  }
}

function answered<T extends { status: string }>(response: Response, output: T): T {
  response.status(output.status === 'running' ? 202 : 200);
  return output;
}

/** Aborted when the caller has hung up. */
function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
