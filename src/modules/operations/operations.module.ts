import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { LogLevelController } from './log-level.controller.js';
import { LogLevelService } from './log-level.service.js';

/** What those who run the service change while it runs. */
@Module({
  imports: [AccessModule],
  controllers: [LogLevelController],
  providers: [LogLevelService],
})
export class OperationsModule {}
