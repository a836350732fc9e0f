import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  eventRuleAnswer,
  eventRuleList,
  eventRuleQuery,
  eventRuleTrial,
  ruleRunList,
  ruleRunQuery,
  ruleTenantQuery,
  changeEventRule,
  saveEventRule,
  testEventRule,
  type EventRuleQuery,
  type RuleRunQuery,
  type SaveEventRule,
  type TestEventRule,
} from './event-rules.schemas.js';
import { RuleEditing } from './rule-editing.service.js';
import { RuleReading } from './rule-reading.service.js';

@ApiTags('events')
@Controller('events/rules')
export class EventRulesController {
  constructor(
    private readonly editing: RuleEditing,
    private readonly reading: RuleReading,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Event rules, newest first, each with its newest run' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventRuleList })
  list(@WhoCalls() caller: Caller, @Query({ schema: eventRuleQuery }) query: EventRuleQuery) {
    return this.reading.list(caller, query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a rule: what is done about events that a pattern matches' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: eventRuleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  create(@WhoCalls() caller: Caller, @Body({ schema: saveEventRule }) body: SaveEventRule) {
    return this.editing.create(caller, body);
  }

  @Post('test')
  @ApiOperation({ summary: 'Whether an event matches a pattern, or a rule; does nothing' })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventRuleTrial })
  test(@WhoCalls() caller: Caller, @Body({ schema: testEventRule }) body: TestEventRule) {
    return this.reading.test(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'An event rule' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: eventRuleAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ruleTenantQuery }) _query: unknown,
  ) {
    return this.reading.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replaces a rule; from then on it acts in the name of who has saved it' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: eventRuleAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeEventRule }) body: SaveEventRule,
  ) {
    return this.editing.change(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a rule; one that every tenant has does not come back' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  remove(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ruleTenantQuery }) _query: unknown,
  ) {
    return this.editing.remove(caller, id);
  }

  @Get(':id/runs')
  @ApiOperation({ summary: 'What a rule has done, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: ruleRunList })
  runs(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ruleRunQuery }) query: RuleRunQuery,
  ) {
    return this.reading.runs(caller, id, query);
  }
}
