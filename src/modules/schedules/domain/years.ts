/** The years of the EventBridge Scheduler's year field. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;
