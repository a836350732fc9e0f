import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Enqueued in the transaction of what decides. More than three hours of tries, a minute apart; then a dead letter. */
export const answerTask = job('workflow.answer-task', z.object({ taskId: z.string() }), { maxAttempts: 200 });
