import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Fact } from './fact.js';
import { SUBSCRIBES, type Subscription } from './subscribes.js';

type Handle = (fact: Fact<unknown>) => Promise<void>;

/** Who subscribed to what, found by the decorator. */
@Injectable()
export class Subscribers {
  #found: { subscription: Subscription; handle: Handle }[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Names of those who subscribed to a fact. */
  of(fact: string): string[] {
    return this.#all()
      .filter(({ subscription }) => subscription.fact === fact)
      .map(({ subscription }) => subscription.subscriber);
  }

  handler(fact: string, subscriber: string): Handle | undefined {
    return this.#all().find(
      (one) => one.subscription.fact === fact && one.subscription.subscriber === subscriber,
    )?.handle;
  }

  #all(): { subscription: Subscription; handle: Handle }[] {
    this.#found ??= (this.discovery.getProviders() as { instance: unknown }[]).flatMap(({ instance }) =>
      this.#in(instance),
    );
    return this.#found;
  }

  #in(instance: unknown): { subscription: Subscription; handle: Handle }[] {
    if (typeof instance !== 'object' || instance === null) return [];
    const members = instance as Record<string, unknown>;
    return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
      const member = members[name];
      if (typeof member !== 'function') return [];
      const subscription = this.reflector.get<Subscription | undefined>(SUBSCRIBES, member as () => void);
      return subscription === undefined ? [] : [{ subscription, handle: member.bind(instance) as Handle }];
    });
  }
}
