import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

export interface FoundMethod<M, F> {
  mark: M;
  /** Bound to its provider. */
  method: F;
  owner: object;
}

/** Finds the methods of all providers that carry a decorator's mark. */
@Injectable()
export class FoundMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @typeParam M what the decorator noted; F the shape that it asks of a method */
  markedBy<M, F>(symbol: symbol): FoundMethod<M, F>[] {
    const providers = this.discovery.getProviders() as { instance: unknown }[];
    return providers.flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const members = instance as Record<string, unknown>;
      return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
        const member = members[name];
        if (typeof member !== 'function') return [];
        const mark = this.reflector.get<M | undefined>(symbol, member as () => void);
        return mark === undefined ? [] : [{ mark, method: member.bind(instance) as F, owner: instance }];
      });
    });
  }
}
