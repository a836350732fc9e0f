import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Admission } from './admission.js';
import { AuthGuard } from './auth.guard.js';
import { DeadLetterRetries } from './dead-letter-retries.service.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { HealthController, HealthDetailsController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsController } from './metrics.controller.js';
import { QueueBoardController } from './queue-board.controller.js';
import { RateLimits } from './rate-limits.js';

/**
 * Global, as keys are shown in other places than headers too. Needs Authenticator, Journal and AwsProbe from a global
 * module (modules/access).
 */
@Global()
@Module({
  controllers: [
    HealthController,
    HealthDetailsController,
    MetricsController,
    DeadLettersController,
    QueueBoardController,
  ],
  exports: [Admission],
  providers: [
    ...[RateLimits, Admission, HealthService, DeadLetterRetries],
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
})
export class HttpModule {}
