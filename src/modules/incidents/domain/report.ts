/** When what was done, of an incident. */
export interface Told {
  status: string;
  createdAt: Date;
  acknowledgedAt: Date | null;
  containedAt: Date | null;
  releasedAt: Date | null;
  escalationLevel: number;
}

interface End {
  outcome: string;
  summary: string;
  by: string;
  at: Date;
}

/** What is left when it is over: how fast it went, what was done and by whom. JSON. */
export function reportOf(
  incident: Told,
  { outcome, summary, by, at }: End,
  entries: readonly { at: Date; what: string; who: string | null }[],
  changes: readonly { fixId: string; resourceArn: string; status: string; isLeft: boolean }[],
) {
  const after = (then: Date | null) =>
    then === null ? null : Math.max(0, Math.round((then.getTime() - incident.createdAt.getTime()) / 1000));
  return {
    ...{ outcome, summary, closedBy: by },
    secondsToAcknowledge: after(incident.acknowledgedAt),
    secondsToContain: after(incident.containedAt),
    secondsToRelease: after(incident.releasedAt),
    secondsToClose: after(at) ?? 0,
    escalations: incident.escalationLevel,
    keptContained: changes.some(({ isLeft }) => isLeft),
    actions: entries.map(({ at: then, what, who }) => ({ at: then.toISOString(), what, who })),
    containments: changes.map(({ fixId, resourceArn, status }) => ({ fixId, resourceArn, status })),
  };
}
