interface Need {
  required: boolean;
  levels: readonly (1 | 2)[];
  quorum: number;
}

/** A question that an execution has put to people, as far as this looks at it. */
interface Question {
  status: string;
  /** It was closed by its default, and not by people. */
  expired: boolean;
  level: number;
  quorum: number;
  details: unknown;
}

/** What was to be approved. */
interface Plan {
  incidentId: string;
  planVersion: number;
}

/** The levels at which people have not said yes to this very plan, though guardrails want it. */
export function missingLevels(
  { required, levels, quorum }: Need,
  plan: Plan,
  questions: readonly Question[],
): number[] {
  if (!required) return [];
  const yes = questions.filter(
    (one) => one.status === 'approved' && !one.expired && one.quorum >= quorum && isAbout(one, plan),
  );
  return levels.filter((level) => !yes.some((one) => one.level === level));
}

function isAbout({ details }: Question, { incidentId, planVersion }: Plan): boolean {
  if (typeof details !== 'object' || details === null) return false;
  const about = details as Record<string, unknown>;
  return about['incidentId'] === incidentId && about['planVersion'] === planVersion;
}
