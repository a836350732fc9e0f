/** An event as the API tells it; its details stand beside, under a name of their own for each type. */
export type HistoryEvent = { id: number; previousEventId: number; timestamp: string; type: string } & {
  [key: string]: unknown;
};

export type VisitStatus = 'current' | 'done' | 'caught' | 'failed' | 'stopped';

/** One stay in a state, from entered to exited, as the history tells it. */
export interface Visit {
  /** The event that entered it. */
  id: number;
  name: string;
  type: string;
  status: VisitStatus;
  enteredAt: string;
  exitedAt: string | null;
  input: string | undefined;
  output: string | undefined;
  /** How often it was tried: more than once after a Retry, or a redrive. */
  tries: number;
  failures: Failure[];
  /** Its last try has failed: a Retry, a Catch or the end comes next. */
  isFailing: boolean;
  /** The Parallel or Map around it. */
  parent: Visit | undefined;
  /** The state that it was reached from. */
  from: string | undefined;
  /** The fork around it has ended or begun again: nothing more comes of this one. */
  isOver: boolean;
}

export interface Failure {
  at: string;
  error: string | undefined;
  cause: string | undefined;
}

export type Details = Record<string, unknown>;

/** What an event tells beyond its type: each type has a name of its own for it. */
export function detailsOf(event: HistoryEvent): Details {
  const name = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  const details = name === undefined ? undefined : event[name];
  return typeof details === 'object' && details !== null ? (details as Details) : {};
}

export const textOf = (details: Details, name: string): string | undefined => {
  const value = details[name];
  return typeof value === 'string' ? value : undefined;
};

export const failureOf = (event: HistoryEvent, details: Details): Failure => ({
  at: event.timestamp,
  error: textOf(details, 'error'),
  cause: textOf(details, 'cause'),
});
