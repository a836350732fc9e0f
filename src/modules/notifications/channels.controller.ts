import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { ChannelEditing } from './channel-editing.service.js';
import { ChannelListing } from './channel-listing.service.js';
import { ChannelTesting } from './channel-testing.service.js';
import {
  changeChannel,
  channelAnswer,
  channelList,
  channelQuery,
  channelTenantQuery,
  channelTrial,
  saveChannel,
  testChannel,
  type ChangeChannel,
  type ChannelQuery,
  type SaveChannel,
  type TestChannel,
} from './channels.schemas.js';

@ApiTags('notifications')
@Controller('notifications')
export class ChannelsController {
  constructor(
    private readonly editing: ChannelEditing,
    private readonly listing: ChannelListing,
    private readonly testing: ChannelTesting,
  ) {}

  @Get('channels')
  @ApiOperation({ summary: 'Where people are told, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: channelList })
  list(@WhoCalls() caller: Caller, @Query({ schema: channelQuery }) query: ChannelQuery) {
    return this.listing.list(caller, query);
  }

  @Post('channels')
  @ApiOperation({ summary: 'Makes a channel: Slack, email, SNS, a signed webhook or EventBridge' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: channelAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  create(@WhoCalls() caller: Caller, @Body({ schema: saveChannel }) body: SaveChannel) {
    return this.editing.create(caller, body);
  }

  @Get('channels/:id')
  @ApiOperation({ summary: 'A channel, without its secrets' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: channelAnswer })
  get(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: channelTenantQuery }) _query: unknown,
  ) {
    return this.listing.get(caller, id);
  }

  @Put('channels/:id')
  @ApiOperation({
    summary: 'Sets what is given; a channel that leads elsewhere from now on is no longer paused',
  })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: channelAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeChannel }) body: ChangeChannel,
  ) {
    return this.editing.change(caller, id, body);
  }

  @Delete('channels/:id')
  @ApiOperation({ summary: 'Deletes a channel; one that variables of the service name can only be disabled' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  remove(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: channelTenantQuery }) _query: unknown,
  ) {
    return this.editing.remove(caller, id);
  }

  @Post('channels/:id/resume')
  @ApiOperation({ summary: 'Ends the pause of a channel; what waited for it goes out' })
  @HttpCode(200)
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: channelAnswer })
  resume(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: channelTenantQuery }) _query: unknown,
  ) {
    return this.listing.resume(caller, id);
  }

  @Post('test')
  @ApiOperation({
    summary: 'Sends a message to a channel at once, also to a paused one, and tells what became of it',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: channelTrial })
  test(@WhoCalls() caller: Caller, @Body({ schema: testChannel }) body: TestChannel) {
    return this.testing.test(caller, body);
  }
}
