import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { EmfPrinter } from './emf-printer.js';
import { EmfTurnStore } from './emf-turn.store.js';

/** Metrics for CloudWatch, in the log: the embedded metric format. */
@Module({ providers: [EmfPrinter, EmfTurnStore] })
export class EmfModule implements OnApplicationShutdown {
  constructor(private readonly printer: EmfPrinter) {}

  /** When requests and jobs have ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.printer.stop();
  }
}
