import { Injectable } from '@nestjs/common';
import { FoundMethods, type FoundMethod } from '../queue/index.js';
import type { Fact } from './fact.js';
import { SUBSCRIBES, type Subscription } from './subscribes.js';

type Handle = (fact: Fact<unknown>) => Promise<void>;

/** Who subscribed to what, found by the decorator. */
@Injectable()
export class Subscribers {
  #found: FoundMethod<Subscription, Handle>[] | undefined;

  constructor(private readonly methods: FoundMethods) {}

  /** Names of those who subscribed to a fact and want this one. */
  of(fact: string, payload: unknown, tenantId: string): string[] {
    return this.#all()
      .filter(({ mark, owner }) => mark.fact === fact && (mark.wants?.(payload, tenantId, owner) ?? true))
      .map(({ mark }) => mark.subscriber);
  }

  handler(fact: string, subscriber: string): Handle | undefined {
    return this.#all().find(({ mark }) => mark.fact === fact && mark.subscriber === subscriber)?.method;
  }

  #all(): FoundMethod<Subscription, Handle>[] {
    this.#found ??= this.methods.markedBy<Subscription, Handle>(SUBSCRIBES);
    return this.#found;
  }
}
