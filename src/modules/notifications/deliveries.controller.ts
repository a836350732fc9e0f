import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  deliveryAnswer,
  deliveryDetail,
  deliveryList,
  deliveryQuery,
  ofTenant,
  retryDelivery,
  type DeliveryQuery,
} from './deliveries.schemas.js';
import { DeliveriesService } from './deliveries.service.js';

@ApiTags('notifications')
@Controller('notifications/deliveries')
export class DeliveriesController {
  constructor(private readonly service: DeliveriesService) {}

  @Get()
  @ApiOperation({ summary: 'What was sent to whom, or why it was not; newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: deliveryList })
  list(@WhoCalls() caller: Caller, @Query({ schema: deliveryQuery }) query: DeliveryQuery) {
    return this.service.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A delivery with its message and its attempts' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: deliveryDetail })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: ofTenant }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Sends a delivery again that failed or was refused; it keeps its id' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: deliveryAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  retry(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: retryDelivery }) _body: unknown,
  ) {
    return this.service.retry(caller, id);
  }
}
