export { type OutsideTarget } from './domain/target.js';
export { scansStarted, scheduleRunFailed, scheduleRunSucceeded, type ScansStarted } from './facts.js';
export { OutsideTargets } from './outside-targets.service.js';
export { SchedulesModule } from './schedules.module.js';
export { lambdaTarget, snsTarget } from './schedules.schemas.js';
