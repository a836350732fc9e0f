import type { Provider } from '@nestjs/common';
import { Sessions } from '../../../platform/http/index.js';
import { KnownSessions } from './known-sessions.js';
import { SessionPeople } from './session-people.js';
import { SessionsProcessor } from './sessions.processor.js';
import { SessionsService } from './sessions.service.js';
import { SessionStore } from './sessions.store.js';

export const sessions: Provider[] = [
  ...[KnownSessions, SessionPeople, SessionsProcessor, SessionsService, SessionStore],
  { provide: Sessions, useExisting: KnownSessions },
];
