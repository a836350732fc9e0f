/** `waiting`: its channel is paused. `refused`: the receiver took this message for wrong. `failed`: it was given up. */
export const deliveryStatuses = ['pending', 'sent', 'failed', 'refused', 'waiting'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How an attempt ended; `retry`, `refused` and `dead` as Sending has them. */
export type AttemptOutcome = 'sent' | 'retry' | 'refused' | 'dead';

/** For so long a message is tried again. */
export const TRIED_FOR_MS = 24 * 3_600_000;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** What nobody foresaw is our own mistake rather than the receiver's: the lane must not stand still for a day. */
const UNFORESEEN_TRIES = 10;

export interface Failure {
  kind: 'retry' | 'refused' | 'dead' | 'unforeseen';
  /** The receiver said when to come again. */
  retryAfterMs?: number | undefined;
}

export type AfterFailure =
  { status: 'pending'; delayMs: number } | { status: 'failed' | 'refused' | 'waiting' };

/** How long to wait after so many tries: 1 s, doubled each time, 60 s at most; longer where the receiver said so. */
export function delayAfter(tries: number, retryAfterMs = 0): number {
  const own = Math.min(FIRST_DELAY_MS * 2 ** Math.min(tries - 1, 10), LONGEST_DELAY_MS);
  return Math.min(Math.max(own, retryAfterMs), TRIED_FOR_MS);
}

/**
 * What becomes of a delivery whose attempt failed.
 * @param tries since it was made, this one included
 * @param isChannel a channel can be paused and mended; a person who cannot be reached cannot
 */
export function afterFailure(
  { kind, retryAfterMs }: Failure,
  { tries, isExpired, isChannel }: { tries: number; isExpired: boolean; isChannel: boolean },
): AfterFailure {
  if (kind === 'refused') return { status: 'refused' };
  if (kind === 'dead') return { status: isChannel ? 'waiting' : 'failed' };
  if (isExpired || (kind === 'unforeseen' && tries >= UNFORESEEN_TRIES)) return { status: 'failed' };
  return { status: 'pending', delayMs: delayAfter(tries, retryAfterMs) };
}
