import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs } from '../../platform/http/index.js';
import { fixList, type FixList } from './fixes.schemas.js';
import { ofTenant } from './guardrails.schemas.js';
import { KnownFixes } from './known-fixes.js';

@ApiTags('remediations')
@Controller('remediations/fixes')
export class FixesController {
  constructor(private readonly fixes: KnownFixes) {}

  @Get()
  @ApiOperation({
    summary: 'What can be mended here: for which controls, with which permissions, what is lost',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: fixList })
  list(@Query({ schema: ofTenant }) _query: unknown): FixList {
    return { items: this.fixes.list(), nextCursor: null };
  }
}
