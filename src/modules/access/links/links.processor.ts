import { Injectable } from '@nestjs/common';
import { Repeats } from '../../../platform/queue/index.js';
import { DAY_MS } from '../../../shared/clock.js';
import { Links } from './links.service.js';

@Injectable()
export class LinksProcessor {
  constructor(private readonly links: Links) {}

  @Repeats({ name: 'links.clean', everyMs: DAY_MS })
  async clean(): Promise<void> {
    await this.links.clean();
  }
}
