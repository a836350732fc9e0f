import { SetMetadata } from '@nestjs/common';
import type { PollState } from './poll-loop.js';

export const POLLS = Symbol('listens, as long as its process is a worker');

export interface PollMark {
  /** The part of /health that it belongs to. */
  part: string;
  /** What it listens to, in words that follow "the poller of": `the queue of events`. */
  what: string;
}

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks the method that says how a poller is; none: it has nothing to listen to. */
export const Polls = (mark: PollMark): Method<() => PollState[]> => SetMetadata(POLLS, mark);
