import { z } from 'zod';

/**
 * The envelope in which a state machine puts a task on the queue (`sqs:sendMessage.waitForTaskToken`, MessageBody).
 * The deployment adds `executionId` and `visit` (domain/for-step-functions.ts): whose it is, and what all tries of one
 * visit to a state have in common. Without `visit` each try is a piece of work of its own, as each has its own token.
 */
export const taskMessage = z.object({
  task: z.string().min(1),
  input: z.json().default({}),
  taskToken: z.string().min(1),
  executionId: z.string().min(1).optional(),
  visit: z.string().min(1).max(1024).optional(),
});

export type TaskMessage = z.output<typeof taskMessage>;

/** What a message that is no task may still have: somebody waits for it. */
export const tokenOnly = z.object({ taskToken: z.string().min(1) });
