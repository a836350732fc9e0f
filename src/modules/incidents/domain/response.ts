import { isWorse, type Severity } from './classify.js';

export const responses = ['immediate', 'urgent', 'standard'] as const;
export type Response = (typeof responses)[number];

/** By severity: so bad, so fast. */
export function responseOf(severity: Severity): Response {
  if (severity === 'critical') return 'immediate';
  return severity === 'high' ? 'urgent' : 'standard';
}

const MINUTES: Record<Response, number> = { immediate: 15, urgent: 60, standard: 240 };

/** How long nobody may have acknowledged it. */
export const minutesOf = (response: Response): number => MINUTES[response];

/** People are told anew so often that nobody has acknowledged; then only who looks sees it. */
export const MOST_ESCALATIONS = 3;

/** How an incident goes on when the same is reported again. */
export const isRaisedBy = (was: Severity, now: Severity): boolean => isWorse(now, was);
