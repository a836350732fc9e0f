import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { enveloped } from './envelope.js';
import { ExecutionControls } from './execution-controls.js';
import {
  executionList,
  executionQuery,
  metricsAnswer,
  metricsQuery,
  redriveAnswer,
  startAnswer,
  startWorkflow,
  statusAnswer,
  stopAnswer,
  stopWorkflow,
  tenantBody,
  tenantQuery,
  type ExecutionQuery,
  type MetricsQuery,
  type StartWorkflow,
  type StopWorkflow,
} from './executions.schemas.js';
import { ExecutionsService } from './executions.service.js';
import { StepFunctionsOrchestratorService } from './step-functions-orchestrator.service.js';

@ApiTags('workflows')
@Controller('workflows')
export class ExecutionsController {
  constructor(
    private readonly orchestrator: StepFunctionsOrchestratorService,
    private readonly executions: ExecutionsService,
    private readonly controls: ExecutionControls,
  ) {}

  @Post('start')
  @ApiOperation({ summary: 'Starts an execution; with an executionName, the same request starts one' })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: startAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  @ApiResponse({ status: 413, standardSchema: errorBody })
  async start(@WhoCalls() caller: Caller, @Body({ schema: startWorkflow }) body: StartWorkflow) {
    const request = { ...body, tenantId: caller.tenantId, requestedBy: caller };
    return enveloped(await this.orchestrator.startWorkflow(request, correlation.id()));
  }

  @Get('list')
  @ApiOperation({ summary: 'Executions, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: executionList })
  async list(@WhoCalls() { tenantId }: Caller, @Query({ schema: executionQuery }) query: ExecutionQuery) {
    return enveloped(await this.executions.list(tenantId, query));
  }

  @Get('metrics')
  @ApiOperation({ summary: 'How many executions there are, how they ended and how long they took' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: metricsAnswer })
  async metrics(@WhoCalls() { tenantId }: Caller, @Query({ schema: metricsQuery }) query: MetricsQuery) {
    return enveloped(await this.orchestrator.getWorkflowMetrics(query.workflowType, tenantId));
  }

  @Get(':executionArn/status')
  @ApiOperation({ summary: 'An execution, how far it has come, and what came of it' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: statusAnswer })
  async status(
    @WhoCalls() { tenantId }: Caller,
    @Param('executionArn') executionArn: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return enveloped(await this.orchestrator.getWorkflowStatus(executionArn, correlation.id(), tenantId));
  }

  @Put(':executionArn/stop')
  @ApiOperation({ summary: 'Ends an execution as ABORTED; one that has ended stays as it is' })
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: stopAnswer })
  async stop(
    @WhoCalls() caller: Caller,
    @Param('executionArn') executionArn: string,
    @Body({ schema: stopWorkflow }) { error, cause }: StopWorkflow,
  ) {
    return enveloped(await this.controls.stop(caller, executionArn, { error, cause }));
  }

  @Post(':executionArn/redrive')
  @ApiOperation({ summary: 'Lets an execution that failed or was stopped go on from there' })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: redriveAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  async redrive(
    @WhoCalls() caller: Caller,
    @Param('executionArn') executionArn: string,
    @Body({ schema: tenantBody }) _body: unknown,
  ) {
    return enveloped(await this.controls.redrive(caller, executionArn));
  }
}
