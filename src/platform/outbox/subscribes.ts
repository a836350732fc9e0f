import { SetMetadata } from '@nestjs/common';
import type { Fact, FactDefinition } from './fact.js';

export const SUBSCRIBES = Symbol('subscribes to a fact');

export interface Subscription {
  fact: string;
  subscriber: string;
  /** Asked when a fact is written: one that is not wanted costs nothing. */
  wants?: Wants<unknown>;
}

/** `owner`: the provider whose method it is. */
type Wants<P> = (payload: P, tenantId: string, owner: object) => boolean;

type Handler<P> = (fact: Fact<P>) => Promise<void>;
type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Marks a method that gets each fact at least once; `subscriber` names it for ever. It must be safe to run twice.
 * @param wants which facts it gets; all of them where it is left out
 */
export const Subscribes = <P>(
  fact: FactDefinition<P>,
  subscriber: string,
  wants?: Wants<P>,
): Method<Handler<P>> =>
  SetMetadata(SUBSCRIBES, {
    fact: fact.name,
    subscriber,
    ...(wants === undefined ? {} : { wants: wants as Wants<unknown> }),
  } satisfies Subscription);
