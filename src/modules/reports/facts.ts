import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

const assessment = z.object({
  framework: z.string().nullable(),
  score: z.number().nullable(),
  assessmentId: z.string().nullable(),
  reportId: z.string().nullable(),
  executionId: z.string().nullable(),
  summary: z.string().nullable(),
  /** The event that told of it; null: the assessment itself did. */
  eventId: z.string().nullable(),
});
export type AssessmentCompleted = z.output<typeof assessment>;
/** Somebody is to be told that a framework was assessed. */
export const assessmentCompleted = fact('assessment.completed', assessment);
