import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  patchPolicyAnswer,
  policyTenant,
  savePatchPolicy,
  type SavePatchPolicy,
} from './patch-approval-policy.schemas.js';
import { PatchPolicies } from './patch-approval-policy.service.js';
import {
  patchApprovalAnswer,
  patchApprovalList,
  patchApprovalQuery,
  patchApprovalTenant,
  type PatchApprovalQuery,
} from './patch-approvals.schemas.js';
import { PatchApprovalsService } from './patch-approvals.service.js';

@ApiTags('patching')
@Controller('patching')
export class PatchApprovalsController {
  constructor(
    private readonly policies: PatchPolicies,
    private readonly approvals: PatchApprovalsService,
  ) {}

  @Get('policy')
  @ApiOperation({ summary: 'By what patches are approved' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: patchPolicyAnswer })
  policy(@WhoCalls() caller: Caller, @Query({ schema: policyTenant }) _query: unknown) {
    return this.policies.get(caller);
  }

  @Put('policy')
  @ApiOperation({ summary: 'Replaces the policy; a field that is left out has its default again' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: patchPolicyAnswer })
  savePolicy(@WhoCalls() caller: Caller, @Body({ schema: savePatchPolicy }) body: SavePatchPolicy) {
    return this.policies.save(caller, body);
  }

  @Get('approvals')
  @ApiOperation({ summary: 'Patches that were approved or asked for, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: patchApprovalList })
  list(@WhoCalls() caller: Caller, @Query({ schema: patchApprovalQuery }) query: PatchApprovalQuery) {
    return this.approvals.list(caller, query);
  }

  @Get('approvals/:id')
  @ApiOperation({ summary: 'One of them with all of its patches; it is decided at /approvals/{approvalId}' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: patchApprovalAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: patchApprovalTenant }) _query: unknown,
  ) {
    return this.approvals.get(caller, id);
  }
}
