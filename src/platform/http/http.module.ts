import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Admission } from './admission.js';
import { AuthGuard } from './auth.guard.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { HealthController, HealthDetailsController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsController } from './metrics.controller.js';
import { QueueBoardController } from './queue-board.controller.js';
import { RateLimits } from './rate-limits.js';

/** Needs Authenticator and AwsProbe from a global module (modules/access). */
@Module({
  controllers: [
    HealthController,
    HealthDetailsController,
    MetricsController,
    DeadLettersController,
    QueueBoardController,
  ],
  providers: [RateLimits, Admission, HealthService, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class HttpModule {}
