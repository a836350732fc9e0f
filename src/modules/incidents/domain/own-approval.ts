interface Need {
  required: boolean;
  levels: readonly (1 | 2)[];
  quorum: number;
}

/**
 * Why somebody who may approve cannot contain by himself what guardrails want approved: undefined where it is enough
 * that he asks for it. He is one person, and at one level; and nobody approves what he has reported himself.
 */
export function missingApproval(
  { required, levels, quorum }: Need,
  { owner }: { owner: string },
  reportedBy: string,
): string | undefined {
  if (!required) return undefined;
  const way = 'report it again, as critical and with autoRemediate, and its workflow asks them';
  if (owner.toLowerCase() === reportedBy.toLowerCase())
    return `Guardrails want this approved by somebody else than ${owner}, who has reported the incident: ${way}`;
  const people = levels.length * quorum;
  return people > 1 ? `Guardrails want this approved by ${people} people: ${way}` : undefined;
}
