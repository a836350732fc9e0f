import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { PatchComplianceService } from './patch-compliance.service.js';
import {
  batchAnswer,
  complianceList,
  complianceQuery,
  installationAnswer,
  installationList,
  installationPreview,
  installationQuery,
  ofTenant,
  rollbackBatch,
  rollbackBatchAnswer,
  startedInstallation,
  startInstallation,
  type ComplianceQuery,
  type InstallationQuery,
  type RollbackBatch,
  type StartInstallation,
} from './patch-installations.schemas.js';
import { PatchInstallationsService } from './patch-installations.service.js';
import { PatchRollbacks } from './patch-rollbacks.service.js';

@ApiTags('patching')
@Controller('patching')
export class PatchInstallationsController {
  constructor(
    private readonly service: PatchInstallationsService,
    private readonly rollbacks: PatchRollbacks,
    private readonly compliance: PatchComplianceService,
  ) {}

  @Get('compliance')
  @ApiOperation({ summary: 'How well instances are patched, as the last scan has read it' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: complianceList })
  complianceOf(@WhoCalls() caller: Caller, @Query({ schema: complianceQuery }) query: ComplianceQuery) {
    return this.compliance.list(caller, query);
  }

  @Get('installations')
  @ApiOperation({ summary: 'Installations of patches, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: installationList })
  list(@WhoCalls() caller: Caller, @Query({ schema: installationQuery }) query: InstallationQuery) {
    return this.service.list(caller, query);
  }

  @Post('installations')
  @ApiOperation({
    summary: 'Installs patches batch by batch; what nobody has approved yet is asked for first',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: startedInstallation })
  start(@WhoCalls() caller: Caller, @Body({ schema: startInstallation }) body: StartInstallation) {
    return this.service.start(caller, body);
  }

  @Post('installations/plan')
  @ApiOperation({ summary: 'The batches that patches would be installed in; changes nothing' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: installationPreview })
  plan(@WhoCalls() caller: Caller, @Body({ schema: startInstallation }) body: StartInstallation) {
    return this.service.preview(caller, body);
  }

  @Get('installations/:id')
  @ApiOperation({ summary: 'An installation with its batches' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: installationAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: ofTenant }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Get('batches/:id')
  @ApiOperation({ summary: 'A batch: what was done to each instance, and how it was before and after' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: batchAnswer })
  batch(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: ofTenant }) _query: unknown) {
    return this.service.batch(caller, id);
  }

  @Post('batches/:id/rollback')
  @ApiOperation({ summary: 'Gives the instances of a batch back the root volumes that they had before' })
  @HttpCode(202)
  @Needs('approver')
  @ApiResponse({ status: 202, standardSchema: rollbackBatchAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  rollback(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: rollbackBatch }) { reason }: RollbackBatch,
  ) {
    return this.rollbacks.ask(caller, id, reason ?? null);
  }
}
