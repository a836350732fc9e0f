import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { GuardrailSettingsService } from './guardrail-settings.service.js';
import {
  guardedAccount,
  guardrailsAnswer,
  guardrailsList,
  guardrailsQuery,
  ofTenant,
  saveGuardrails,
  type GuardrailsQuery,
  type SaveGuardrails,
} from './guardrails.schemas.js';

/** What may be changed: `accountId` is an account's 12 digits, or `*` for all of them. */
@ApiTags('remediations')
@Controller('remediations/guardrails')
export class GuardrailsController {
  constructor(private readonly service: GuardrailSettingsService) {}

  @Get()
  @ApiOperation({ summary: 'What may be changed, in all accounts (`*`) and in each, and what holds by that' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: guardrailsList })
  list(@WhoCalls() caller: Caller, @Query({ schema: guardrailsQuery }) query: GuardrailsQuery) {
    return this.service.list(caller, query);
  }

  @Get(':accountId')
  @ApiOperation({ summary: 'What may be changed in an account' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: guardrailsAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('accountId', { schema: guardedAccount }) accountId: string,
    @Query({ schema: ofTenant }) _query: unknown,
  ) {
    return this.service.get(caller, accountId);
  }

  @Put(':accountId')
  @ApiOperation({
    summary: 'Replaces what is set for an account; what is left out is as it is for all, or by default',
  })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: guardrailsAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody, description: 'It is of another version' })
  save(
    @WhoCalls() caller: Caller,
    @Param('accountId', { schema: guardedAccount }) accountId: string,
    @Body({ schema: saveGuardrails }) body: SaveGuardrails,
  ) {
    return this.service.save(caller, accountId, body);
  }

  @Delete(':accountId')
  @ApiOperation({ summary: 'Takes back what is set for an account' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  remove(
    @WhoCalls() caller: Caller,
    @Param('accountId', { schema: guardedAccount }) accountId: string,
    @Query({ schema: ofTenant }) _query: unknown,
  ) {
    return this.service.remove(caller, accountId);
  }
}
