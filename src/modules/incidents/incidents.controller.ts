import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { IncidentClosing } from './incident-closing.service.js';
import { IncidentRequests } from './incident-requests.service.js';
import { IncidentSteps } from './incident-steps.service.js';
import {
  acknowledgeIncident,
  closeIncidentBody,
  containIncidentBody,
  containmentAnswer,
  evidenceAnswer,
  incidentAnswer,
  incidentList,
  incidentQuery,
  incidentTenant,
  releaseAnswer,
  releaseIncidentBody,
  reportedIncident,
  reportIncident,
  type CloseIncident,
  type ContainIncident,
  type IncidentQuery,
  type ReleaseIncident,
  type ReportIncident,
} from './incidents.schemas.js';
import { IncidentReports } from './incident-reports.service.js';
import { IncidentsService } from './incidents.service.js';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly reports: IncidentReports,
    private readonly steps: IncidentSteps,
    private readonly requests: IncidentRequests,
    private readonly closing: IncidentClosing,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Reports an incident: starts IncidentResponseWorkflow' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same request with it is made once',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: reportedIncident })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  report(
    @WhoCalls() caller: Caller,
    @Body({ schema: reportIncident }) body: ReportIncident,
    @Headers('idempotency-key') key: string | undefined,
  ) {
    return this.reports.report(caller, body, key);
  }

  @Get()
  @ApiOperation({ summary: 'Incidents, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: incidentList })
  list(@WhoCalls() caller: Caller, @Query({ schema: incidentQuery }) query: IncidentQuery) {
    return this.incidents.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'An incident with its timeline, evidence and containments with their calls' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: incidentAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: incidentTenant }) _query: unknown,
  ) {
    return this.incidents.get(caller, id);
  }

  @Get(':id/evidence/:evidenceId')
  @ApiOperation({ summary: 'A piece of evidence with its content' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: evidenceAnswer })
  evidence(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Param('evidenceId') evidenceId: string,
    @Query({ schema: incidentTenant }) _query: unknown,
  ) {
    return this.incidents.evidence(caller, id, evidenceId);
  }

  @Post(':id/acknowledge')
  @ApiOperation({ summary: 'Says that somebody looks into it: nobody else is told again' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: incidentAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  async acknowledge(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: acknowledgeIncident }) _body: unknown,
  ) {
    await this.steps.acknowledge(caller, id);
    return this.incidents.get(caller, id);
  }

  @Post(':id/contain')
  @ApiOperation({
    summary: 'Cuts its resources off, after their evidence was kept; dryRun (200) says what that does',
  })
  @HttpCode(202)
  @Needs('approver')
  @ApiResponse({ status: 200, standardSchema: containmentAnswer })
  @ApiResponse({ status: 202, standardSchema: containmentAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  @ApiResponse({ status: 412, standardSchema: errorBody })
  async contain(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: containIncidentBody }) body: ContainIncident,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (body.dryRun) response.status(200);
    return this.requests.contain(caller, id, body);
  }

  @Post(':id/release')
  @ApiOperation({
    summary: 'Brings its resources back to how they were; refused where somebody has changed one since',
  })
  @HttpCode(202)
  @Needs('approver')
  @ApiResponse({ status: 202, standardSchema: releaseAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  @ApiResponse({ status: 412, standardSchema: errorBody })
  release(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: releaseIncidentBody }) body: ReleaseIncident,
  ) {
    return this.requests.release(caller, id, body);
  }

  @Post(':id/close')
  @ApiOperation({
    summary: 'Closes it with a report; refused while resources are cut off, unless they are to stay so',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: incidentAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  async close(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: closeIncidentBody }) body: CloseIncident,
  ) {
    await this.closing.close(caller, id, body);
    return this.incidents.get(caller, id);
  }
}
