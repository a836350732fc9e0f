import type { StubResource } from './server.d.mts';

export function bucket(accountId: string, region: string, name: string): StubResource;

/** The record of a change, by its name in `changes`; what is in `details` beside the time is the change's. */
export function recordOf(
  what: string,
  resource: StubResource,
  details: { at: number } & Record<string, unknown>,
): Record<string, unknown>;

/** As EventBridge wraps it. */
export function wrapped(record: Record<string, unknown>): Record<string, unknown>;
