export { DeadLetterService } from './dead-letters.service.js';
export { Handles, OnExhausted } from './handles.js';
export { job, type Attempt, type JobOf } from './job.js';
export { Jobs } from './jobs.js';
export { QueueModule } from './queue.module.js';
export { WakeQueue } from './wake-queue.js';
