import { Module } from '@nestjs/common';
import { DeadJobs } from './dead-jobs.store.js';
import { RetentionProcessor } from './retention.processor.js';
import { RetentionService } from './retention.service.js';
import { RetentionStore } from './retention.store.js';

@Module({ providers: [DeadJobs, RetentionProcessor, RetentionService, RetentionStore] })
export class RetentionModule {}
