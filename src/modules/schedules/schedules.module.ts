import { Module } from '@nestjs/common';
import { ScanningModule } from '../scanning/index.js';
import { TriggerController } from './trigger.controller.js';
import { TriggerService } from './trigger.service.js';

@Module({ imports: [ScanningModule], controllers: [TriggerController], providers: [TriggerService] })
export class SchedulesModule {}
