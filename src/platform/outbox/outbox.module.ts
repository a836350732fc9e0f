import { Global, Module } from '@nestjs/common';
import { Outbox } from './outbox.js';
import { OutboxProcessor } from './outbox.processor.js';
import { OutboxService } from './outbox.service.js';
import { OutboxStore } from './outbox.store.js';
import { Subscribers } from './subscribers.js';

@Global()
@Module({
  providers: [Outbox, OutboxProcessor, OutboxService, OutboxStore, Subscribers],
  exports: [Outbox],
})
export class OutboxModule {}
