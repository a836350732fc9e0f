import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import { Logger } from '../telemetry/index.js';
import { refusal } from './key-refusals.js';
import { KeySources } from './key-sources.js';
import { KeySuccession } from './key-succession.js';
import { nameOf, type SecretKey } from './secret-key.js';
import type { KeyRecord, KeyRecords } from './secrets.store.js';

/** How long a process may go on with a key that another one has replaced. */
const KNOWN_MS = MINUTE_MS;
/** Least time between two looks for a key that is not known. */
const SOONEST_MS = 2000;

interface Known {
  records: KeyRecords & { current: KeyRecord };
  key: SecretKey;
}

/** The keys of this process: the one that seals now, and those that have sealed or signed before. */
@Injectable()
export class KeyRing implements OnModuleInit {
  #known: { at: number; asked: Promise<Known> } | undefined;
  /** By check value: KMS is asked once for each. */
  readonly #keys = new Map<string, Promise<SecretKey | undefined>>();

  constructor(
    private readonly sources: KeySources,
    private readonly succession: KeySuccession,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws Error that says what to do, where this process has not got a key that is needed */
  async onModuleInit(): Promise<void> {
    const { current } = await this.succession.checked();
    if (current === undefined) return;
    // KMS need not be there at a start: it is asked when a secret is needed
    if (this.sources.kmsKeyArn === undefined && current.kmsKeyArn === null) await this.current();
  }

  /** The key that seals. @throws Error where it cannot be had now */
  async current(): Promise<SecretKey> {
    return (await this.#state()).key;
  }

  /** The key that seals by what the database says now: another process may have replaced it within the last minute. */
  async newest(): Promise<SecretKey> {
    this.#known = undefined;
    return this.current();
  }

  /** The key of that name; undefined where this process has not got it. @throws Error where it cannot be had now */
  async named(name: string): Promise<SecretKey | undefined> {
    await this.#state();
    const seen = this.#known;
    const found = await this.#find(name);
    if (found !== undefined) return found;
    // another process may have a new one; of those who ask at once the first looks
    if (this.#known === seen && this.#age() >= SOONEST_MS) this.#known = undefined;
    return this.#known === seen ? undefined : this.#find(name);
  }

  /** All that may have signed something, the current one first. What cannot be had now is left out, and told. */
  async all(): Promise<SecretKey[]> {
    const { key, records } = await this.#state();
    const retired = await Promise.all(records.retired.map((record) => this.#orTold(record)));
    const all = [key, ...(await this.#given()), ...retired.filter((one) => one !== undefined)];
    return [...new Map(all.map((one) => [one.checkValue, one])).values()];
  }

  /** Puts a new data key of KMS in the place of the current key, in all processes within a minute. */
  async renew(): Promise<void> {
    this.#known = undefined;
    await this.succession.renew((await this.#state()).records.current);
    this.#known = undefined;
  }

  #state(): Promise<Known> {
    if (this.#known !== undefined && this.#age() < KNOWN_MS) return this.#known.asked;
    const asked = this.#ask();
    this.#known = { at: this.clock.now().getTime(), asked };
    asked.catch(() => {
      if (this.#known?.asked === asked) this.#known = undefined; // asked again the next time
    });
    return asked;
  }

  async #ask(): Promise<Known> {
    const records = await this.succession.settled();
    const key = await this.#keyOf(records.current);
    if (key === undefined) throw refusal(records.current, this.sources);
    return { records, key };
  }

  async #find(name: string): Promise<SecretKey | undefined> {
    const { key, records } = await this.#state();
    const given = [key, ...(await this.#given())].find((one) => one.name === name);
    if (given !== undefined) return given;
    const record = records.retired.find(({ checkValue }) => nameOf(checkValue) === name);
    return record && this.#keyOf(record);
  }

  async #given(): Promise<SecretKey[]> {
    const own = await this.sources.own();
    return own === undefined ? this.sources.previous() : [own, ...this.sources.previous()];
  }

  async #orTold(record: KeyRecord): Promise<SecretKey | undefined> {
    try {
      return await this.#keyOf(record);
    } catch (error) {
      const context = { key: nameOf(record.checkValue), error: String(error) };
      this.logger.warn(
        'A replaced key of secrets cannot be had now: links that it signed do not open',
        context,
      );
      return undefined;
    }
  }

  #keyOf(record: KeyRecord): Promise<SecretKey | undefined> {
    const { checkValue } = record;
    const asked = this.#keys.get(checkValue) ?? this.sources.keyOf(record);
    this.#keys.set(checkValue, asked);
    const forget = () => this.#keys.delete(checkValue); // asked again the next time
    asked.then((key) => key === undefined && forget(), forget);
    return asked;
  }

  #age(): number {
    const age = this.#known === undefined ? 0 : this.clock.now().getTime() - this.#known.at;
    return age < 0 ? Infinity : age; // the clock was set back
  }
}
