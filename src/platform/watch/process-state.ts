import type { FailingRole } from '../aws/index.js';
import type { PollMark, PollState } from '../polling/index.js';
import type { LongJob } from '../queue/index.js';

/** What a process says of itself every few seconds. */
export interface ProcessState {
  /** Longest time for which its event loop was blocked since it said so last. */
  blockedMs: number;
  memoryMb: number;
  logLevel: string;
  jobs: number;
  longJobs: LongJob[];
  polls: (PollMark & PollState)[];
  /** Of the file system of DATA_DIR; null: it cannot be told. */
  disk: DiskState | null;
  failingRoles: FailingRole[];
}

export interface DiskState {
  freePercent: number;
  freeMb: number;
  isWritable: boolean;
}

/** Its row, and how long ago it was heard of by the database's clock. */
export interface SeenProcess {
  id: string;
  role: 'all' | 'api' | 'worker';
  version: string;
  host: string;
  pid: number;
  startedAt: Date;
  silentSeconds: number;
  /** Its connection is there, and so is the process. */
  isConnected: boolean;
  state: ProcessState;
}

export const BEAT_MS = 5_000;
/** Three beats that did not come. */
const SILENT_SECONDS = 16;
/** A connection that broke comes back with the next beat. */
const GONE_SECONDS = 8;

export type Presence = 'alive' | 'hangs' | 'gone';

/** A process whose connection has gone has ended; one that keeps it and says nothing hangs. */
export function presenceOf({ silentSeconds, isConnected }: SeenProcess): Presence {
  if (!isConnected && silentSeconds > GONE_SECONDS) return 'gone';
  return silentSeconds > SILENT_SECONDS ? 'hangs' : 'alive';
}

export const isAlive = (one: SeenProcess): boolean => presenceOf(one) === 'alive';
export const isWorker = ({ role }: SeenProcess): boolean => role !== 'api';
