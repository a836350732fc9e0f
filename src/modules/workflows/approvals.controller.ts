import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  approvalAnswer,
  approvalList,
  approvalQuery,
  approvalTenant,
  decideApproval,
  type ApprovalQuery,
  type DecideApproval,
} from './approvals.schemas.js';
import { ApprovalsService } from './approvals.service.js';

@ApiTags('approvals')
@Controller('approvals')
export class ApprovalsController {
  constructor(private readonly service: ApprovalsService) {}

  @Get()
  @ApiOperation({ summary: 'What workflows ask people, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: approvalList })
  list(@WhoCalls() caller: Caller, @Query({ schema: approvalQuery }) query: ApprovalQuery) {
    return this.service.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'An approval with its details and who has decided what' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: approvalAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: approvalTenant }) _query: unknown,
  ) {
    return this.service.get(caller, id);
  }

  @Post(':id/approve')
  @ApiOperation({
    summary: 'Approves; the workflow goes on when as many people as it asked for have approved',
  })
  @HttpCode(200)
  @Needs('approver')
  @ApiResponse({ status: 200, standardSchema: approvalAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  approve(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: decideApproval }) { comment }: DecideApproval,
  ) {
    return this.service.decide(caller, id, 'approved', comment ?? null);
  }

  @Post(':id/reject')
  @ApiOperation({ summary: 'Rejects; the workflow goes on with that answer' })
  @HttpCode(200)
  @Needs('approver')
  @ApiResponse({ status: 200, standardSchema: approvalAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  reject(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: decideApproval }) { comment }: DecideApproval,
  ) {
    return this.service.decide(caller, id, 'rejected', comment ?? null);
  }
}
