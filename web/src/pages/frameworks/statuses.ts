import type { Schemas } from '../../api/api.js';

export type Assessment = Schemas['FrameworkAssessment'];
export type Assessed = Assessment['requirements'][number];
export type Status = Assessed['status'];

export const statuses: readonly Status[] = [
  ...(['failed', 'partial', 'passed', 'manual', 'no_evidence', 'not_applicable'] as const),
];

const WORDS = {
  failed: 'failed',
  partial: 'passed in part',
  passed: 'passed',
  manual: 'manual',
  no_evidence: 'no evidence',
  not_applicable: 'not applicable',
} as const satisfies Record<Status, string>;

export const inWords = (status: Status): string => WORDS[status];
