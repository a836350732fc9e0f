export {
  DeadLetterSource,
  DeadLetterSources,
  type DeadMessage,
  type NoteRetry,
} from './dead-letter-sources.js';
export { DeadLetterService } from './dead-letters.service.js';
export { FoundMethods, type FoundMethod } from './found-methods.js';
export { Handles, OnExhausted } from './handles.js';
export { job, retryDelayMs, type Attempt, type JobOf } from './job.js';
export { Jobs } from './jobs.js';
export { QueueModule } from './queue.module.js';
export { QueueBoard } from './queue-board.js';
export { Repeater } from './repeater.js';
export { Repeats } from './repeats.js';
export { RunningJobs, type LongJob } from './running-jobs.js';
export { WakeQueue } from './wake-queue.js';
