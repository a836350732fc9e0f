/** Whoever did it is told as CloudTrail or the API knows them: by one of these names. */
export function nameOf(who: unknown): string | undefined {
  if (typeof who !== 'object' || who === null) return undefined;
  const { actor, userName, principalArn, arn } = who as Record<string, unknown>;
  return [actor, userName, principalArn, arn].find((name) => typeof name === 'string');
}
