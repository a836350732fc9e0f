import type { Actor } from '../access/index.js';

export interface WantedFrequency {
  /** Seconds from one pass to the next. */
  seconds: number;
  /** The schedule that has started this pass; null where something else did: the tenant's own one is meant then. */
  scheduleId: string | null;
}

/** Sets how often a tenant's continuous monitoring runs. */
export abstract class MonitoringSchedule {
  /**
   * Safe to repeat.
   * @returns why nothing was changed, in words for people; null where the schedule has the rate now. A note says then
   * what else there is to know: that it is switched off, for one
   */
  abstract setFrequency(
    actor: Actor,
    wanted: WantedFrequency,
  ): Promise<{ unchanged: string | null; note?: string | null }>;
}
