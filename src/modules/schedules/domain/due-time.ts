import { createHash } from 'node:crypto';

/**
 * When a planned time is due: put off by a share of the flexible window and of the jitter. The share follows from
 * schedule and time, so that it is the same whoever computes it and however often.
 */
export function dueTime(
  scheduleId: string,
  plannedAt: Date,
  offset: { flexibleWindowMinutes: number; jitterSeconds: number },
): Date {
  const { flexibleWindowMinutes, jitterSeconds } = offset;
  if (flexibleWindowMinutes === 0 && jitterSeconds === 0) return plannedAt;
  const hash = createHash('sha256').update(`${scheduleId} ${plannedAt.toISOString()}`).digest();
  const share = (at: number) => hash.readUInt32BE(at) / 2 ** 32;
  const ms = share(0) * flexibleWindowMinutes * 60_000 + share(4) * jitterSeconds * 1000;
  return new Date(plannedAt.getTime() + Math.floor(ms / 1000) * 1000);
}
