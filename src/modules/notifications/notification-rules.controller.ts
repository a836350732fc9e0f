import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  changeRule,
  ruleAnswer,
  ruleList,
  ruleQuery,
  rulesTrial,
  ruleTenantQuery,
  saveRule,
  tryRules,
  type RuleQuery,
  type SaveRule,
  type TryRules,
} from './notification-rules.schemas.js';
import { NotificationRules } from './notification-rules.service.js';
import { NotificationRuleTrials } from './notification-rule-trials.service.js';

@ApiTags('notifications')
@Controller('notifications/rules')
export class NotificationRulesController {
  constructor(
    private readonly rules: NotificationRules,
    private readonly trials: NotificationRuleTrials,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Notification rules, newest first: what is told, whom, and when' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: ruleList })
  list(@WhoCalls() caller: Caller, @Query({ schema: ruleQuery }) query: RuleQuery) {
    return this.rules.list(caller, query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a notification rule; it works within seconds' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: ruleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  create(@WhoCalls() caller: Caller, @Body({ schema: saveRule }) body: SaveRule) {
    return this.rules.create(caller, body);
  }

  @Post('test')
  @ApiOperation({ summary: 'Whom a fact would be told, when and with which words; tells nobody' })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: rulesTrial })
  test(@WhoCalls() caller: Caller, @Body({ schema: tryRules }) body: TryRules) {
    return this.trials.test(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A notification rule' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: ruleAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ruleTenantQuery }) _query: unknown,
  ) {
    return this.rules.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replaces a notification rule' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: ruleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  change(@WhoCalls() caller: Caller, @Param('id') id: string, @Body({ schema: changeRule }) body: SaveRule) {
    return this.rules.change(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a notification rule; one that every tenant has does not come back' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  remove(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ruleTenantQuery }) _query: unknown,
  ) {
    return this.rules.remove(caller, id);
  }
}
