import { Controller, Get, Header } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { registry } from '../telemetry/index.js';
import { Needs } from './principal.js';

@ApiTags('service')
@Controller('metrics')
export class MetricsController {
  /** Prometheus text; needs a key unless METRICS_OPEN=true. */
  @Get()
  @Needs('metrics')
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, schema: { type: 'string' } })
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return registry.metrics();
  }
}
