import { SetMetadata } from '@nestjs/common';

/** What /health tells of, in the order of its answer. */
export const partNames = [
  ...(['database', 'queue', 'aws', 'workers', 'jobs', 'outbox'] as const),
  ...(['events', 'schedules', 'workflows', 'notifications', 'disk'] as const),
] as const;
export type PartName = (typeof partNames)[number];

export const partStatuses = ['up', 'degraded', 'down', 'unknown'] as const;
export type PartStatus = (typeof partStatuses)[number];

/** How a part is. All but `details` is for everybody: it names no tenant and no address, and counts instead. */
export interface PartHealth {
  status: PartStatus;
  /** What is wrong and what to do about it, in sentences. */
  message: string;
  /** Numbers that the message is made of. */
  figures?: Record<string, number>;
  /** What else belongs to it: `backend` of the queue. */
  facts?: Record<string, string>;
  /** For the platform key alone. */
  details?: Record<string, unknown>;
}

export const HEALTH_PART = Symbol('says how a part of the service is');

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks the method that says how a part is. It may throw and it may be slow: then the part is `unknown`. */
export const HealthPart = (name: PartName): Method<() => Promise<PartHealth> | PartHealth> =>
  SetMetadata(HEALTH_PART, name);

/** Something that is not as it should be. */
export interface Wrong {
  status: 'degraded' | 'down';
  message: string;
}

export const degraded = (message: string): Wrong => ({ status: 'degraded', message });
export const down = (message: string): Wrong => ({ status: 'down', message });

/** A part by what is wrong with it: the worst is its status, and all of it its message. */
export function partOf(
  well: string,
  wrongs: readonly (Wrong | undefined | false)[],
  more: Omit<PartHealth, 'status' | 'message'> = {},
): PartHealth {
  const found = wrongs.filter((one) => one !== undefined && one !== false);
  if (found.length === 0) return { status: 'up', message: well, ...more };
  const status = found.some((one) => one.status === 'down') ? 'down' : 'degraded';
  return { status, message: found.map(({ message }) => message).join(' '), ...more };
}

/** `1 job`, `2 jobs`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `40 s`, `12 min`, `3 h`, `2 days`. */
export function lasting(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
