/** A resource of the stub's world; what more it has is its type's. */
export interface StubResource {
  arn: string;
  type?: string;
  accountId?: string;
  region?: string;
  exists?: boolean;
  [more: string]: unknown;
}

export interface EventStub {
  url: string;
  queueUrl: string;
  world: {
    /** Adds it, or changes what is given of it. */
    put(resource: StubResource): void;
    reads: { describes: number; calls: Record<string, number>; overlaps: unknown[] };
  };
  queue: {
    /** @returns the id of the message */
    send(body: string): string;
  };
  /** Shares of calls, 0 to 1; milliseconds of each call about a resource. */
  faults: { failReceives: number; throttle: number; slowMs: number };
  stop(): Promise<void>;
}

export function startEventStub(settings: {
  port?: number;
  visibilityMs?: number;
  maxReceives?: number;
  /** Where roles can be assumed. */
  accounts: string[];
  regions: string[];
}): Promise<EventStub>;
