export {
  counted,
  degraded,
  down,
  HealthPart,
  lasting,
  partNames,
  partOf,
  partStatuses,
  type PartHealth,
  type PartName,
  type PartStatus,
  type Wrong,
} from './health-part.js';
export { HealthParts } from './health-parts.js';
export { LogLevelStore, type LevelRow } from './log-level.store.js';
export { LogLevels, logLevels, type LogLevel } from './log-levels.js';
export { adviceFor, wrongPolls } from './polls-health.js';
export { isAlive, isWorker, presenceOf, type SeenProcess } from './process-state.js';
export { Processes } from './processes.service.js';
export { Trend } from './trend.js';
export { WatchModule } from './watch.module.js';
