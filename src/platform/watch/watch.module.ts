import { Global, Module } from '@nestjs/common';
import { DiskHealth } from './disk.health.js';
import { HealthParts } from './health-parts.js';
import { JobsHealth } from './jobs.health.js';
import { LogLevelStore } from './log-level.store.js';
import { LogLevels } from './log-levels.js';
import { ProcessStates } from './process-states.js';
import { Processes } from './processes.service.js';
import { ProcessStore } from './processes.store.js';
import { ServerHealth } from './server.health.js';
import { WatchStore } from './watch.store.js';
import { WorkersHealth } from './workers.health.js';

/** How the service is: its processes, and the parts that modules declare by @HealthPart. */
@Global()
@Module({
  providers: [
    ...[HealthParts, ServerHealth, WorkersHealth, JobsHealth, DiskHealth],
    ...[Processes, ProcessStates, ProcessStore, WatchStore, LogLevels, LogLevelStore],
  ],
  exports: [HealthParts, Processes, LogLevels, LogLevelStore],
})
export class WatchModule {}
