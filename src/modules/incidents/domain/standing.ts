export const incidentStatuses = ['open', 'acknowledged', 'contained', 'released', 'closed'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** What an incident's row says of how far it is. */
export interface Standing {
  status: IncidentStatus;
  acknowledgedBy: string | null;
  /** What changes its resources now; null: nothing does. `until` (ISO): when nobody has heard of it since, it is over. */
  underWay: { what: 'containing' | 'releasing'; until: string } | null;
}

export type Step = 'acknowledge' | 'contain' | 'release' | 'close';

/** Why a step cannot be made now, saying how the incident stands; undefined: it can. */
export function obstacle(
  step: Step,
  { status, acknowledgedBy, underWay }: Standing,
  now: Date,
): string | undefined {
  // what was to stay contained can be released later all the same
  if (status === 'closed' && step !== 'release') return 'The incident is closed';
  if (step === 'acknowledge')
    return acknowledgedBy === null
      ? undefined
      : `The incident is ${status}: ${acknowledgedBy} has acknowledged it`;
  if (underWay === null || new Date(underWay.until) <= now) return undefined;
  const what = underWay.what === 'containing' ? 'contained' : 'released';
  return `The incident is ${status}, and its resources are being ${what} now: ask again when that has ended`;
}

/** The status that acknowledging gives: what is contained or released stays so. */
export const acknowledged = (status: IncidentStatus): IncidentStatus =>
  status === 'open' ? 'acknowledged' : status;
