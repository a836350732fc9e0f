import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../shared/app-error.js';
import { Config } from '../config/index.js';

/** Thrown when somebody asks too much; the filter sends Retry-After. */
export class RateLimited extends AppError {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too many requests; try again in ${retryAfterSeconds} s`);
  }
}

/** Requests a second: per key, and per address for those that show no valid key. Counted in this process. */
@Injectable()
export class RateLimits {
  readonly #keys: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory;
  readonly #exhausted = new LRUCache<string, true>({ max: 5_000, ttl: 1000 });

  constructor(config: Config) {
    this.#keys = new RateLimiterMemory({ points: config.get('RATE_LIMIT_PER_KEY'), duration: 1 });
    this.#addresses = new RateLimiterMemory({ points: config.get('RATE_LIMIT_PER_ADDRESS'), duration: 1 });
  }

  async takeForKey(keyId: string): Promise<void> {
    await this.#take(this.#keys, keyId);
  }

  async takeForAddress(address: string): Promise<void> {
    try {
      await this.#take(this.#addresses, address);
    } catch (error) {
      this.#exhausted.set(address, true);
      throw error;
    }
  }

  /** Whether an address has asked too much within its second. */
  isUsedUp(address: string): boolean {
    return this.#exhausted.has(address);
  }

  async #take(limiter: RateLimiterMemory, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new RateLimited(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    }
  }
}
