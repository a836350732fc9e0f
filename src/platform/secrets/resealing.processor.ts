import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../shared/clock.js';
import { Repeats } from '../queue/index.js';
import { Resealing } from './resealing.service.js';

@Injectable()
export class ResealingProcessor {
  constructor(private readonly resealing: Resealing) {}

  @Repeats({ name: 'secrets.reseal', everyMs: MINUTE_MS })
  async reseal(): Promise<void> {
    await this.resealing.run();
  }
}
