import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  assessmentAnswer,
  assessmentQuery,
  frameworkAnswer,
  frameworkList,
  frameworkQuery,
  scoreList,
  scoreQuery,
  type AssessmentQuery,
  type FrameworkQuery,
  type ScoreQuery,
} from './frameworks.schemas.js';
import { FrameworksService } from './frameworks.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('compliance')
@Controller()
export class FrameworksController {
  constructor(private readonly service: FrameworksService) {}

  @Get('frameworks')
  @ApiOperation({ summary: 'Frameworks of requirements, by id' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: frameworkList })
  list(@WhoCalls() caller: Caller, @Query({ schema: frameworkQuery }) query: FrameworkQuery) {
    return this.service.list(caller, query);
  }

  @Get('frameworks/:id')
  @ApiOperation({
    summary: 'A framework with its requirements and the controls that decide them; by id or alias',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: frameworkAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Get('frameworks/:id/assessment')
  @ApiOperation({
    summary: 'The worksheet: each requirement with verdict counts, score, coverage and its evidence',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: assessmentAnswer })
  assessment(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: assessmentQuery }) query: AssessmentQuery,
  ) {
    return this.service.assessment(caller, id, query);
  }

  @Get('scores/history')
  @ApiOperation({ summary: 'Scores over time, newest first: one for each assessment, account and framework' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: scoreList })
  history(@WhoCalls() caller: Caller, @Query({ schema: scoreQuery }) query: ScoreQuery) {
    return this.service.history(caller, query);
  }
}
