import { Injectable } from '@nestjs/common';
import { Repeats } from '../../../platform/queue/index.js';
import { DAY_MS } from '../../../shared/clock.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class SessionsProcessor {
  constructor(private readonly sessions: SessionsService) {}

  @Repeats({ name: 'sessions.clean', everyMs: DAY_MS })
  async clean(): Promise<void> {
    await this.sessions.clean();
  }
}
