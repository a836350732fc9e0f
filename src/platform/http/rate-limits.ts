import { Injectable } from '@nestjs/common';
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
  readonly #exhausted = new Map<string, number>();

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
      this.#exhausted.set(address, Date.now() + 1000);
      throw error;
    }
  }

  /** Refuses an address that has used up its second, without counting this request. */
  checkAddress(address: string): void {
    const until = this.#exhausted.get(address);
    if (until === undefined) return;
    if (until > Date.now()) throw new RateLimited(1);
    this.#exhausted.delete(address);
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
