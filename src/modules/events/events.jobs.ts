import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

/** Does what an event rule asks for about one event: the row of the run holds what came of it. */
export const runEventRule = job('events.rule', z.object({ runId: z.string() }), { maxAttempts: 5 });

/** Does what an event of our own asks for: its row holds what came of it. */
export const runCustomEvent = job('events.custom', z.object({ id: z.string() }), { maxAttempts: 8 });
