import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { counter, Logger } from '../../platform/telemetry/index.js';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import type { Envelope } from './domain/envelope.js';
import { RECORDED_PER_MINUTE } from './domain/event-rule.js';
import { patternOf, ruleSetOf, type Pattern, type RuleSet } from './domain/pattern/index.js';
import { EventRuleStore } from './event-rules.store.js';

/** A rule that is saved works within this time, in every process. */
const KNOWN_FOR_MS = 2_000;

const unrecorded = counter(
  'shepherd_event_rule_matches_unrecorded_total',
  'Matches of rules that were over the limit of a minute by so much that no run was written',
  [],
);

/** Which rules events match. Asked for every event, so it holds the rules of the tenants that have some. */
@Injectable()
export class EventRules {
  readonly #sets = new LRUCache<string, Promise<RuleSet>>({ max: 10_000, ttl: KNOWN_FOR_MS });
  /** Those that have been read. */
  readonly #known = new LRUCache<string, RuleSet>({ max: 10_000, ttl: KNOWN_FOR_MS });
  /** Patterns that were read, by rule and version. */
  readonly #patterns = new LRUCache<string, Pattern>({ max: 20_000 });
  readonly #recent = new LRUCache<string, { minute: number; count: number }>({ max: 20_000 });

  constructor(
    private readonly store: EventRuleStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Ids of the enabled rules that an event matches, for each of which a run is to be written. A rule that matches more
   * than twice as often as it may run is left out for the rest of the minute.
   * @throws when the database cannot be reached
   */
  async matching(tenantId: string, event: Envelope): Promise<string[]> {
    const set = await this.#set(tenantId);
    return set.matching(event).filter((ruleId) => this.#isRecorded(tenantId, ruleId));
  }

  /**
   * Whether some rule of the tenant may match such an event: asked for each fact before it is written, so it must cost
   * nothing. Where that is not known just now the answer is yes.
   */
  mayMatch(tenantId: string, event: Pick<Envelope, 'source' | 'detail-type'>): boolean {
    const known = this.#known.get(tenantId);
    if (known === undefined) this.#set(tenantId).catch(() => undefined);
    return known?.isAbout(event) ?? true;
  }

  /** Rules have changed here. */
  forget(tenantId: string): void {
    this.#sets.delete(tenantId);
    this.#known.delete(tenantId);
  }

  #set(tenantId: string): Promise<RuleSet> {
    const known = this.#sets.get(tenantId);
    if (known !== undefined) return known;
    const read = this.#read(tenantId);
    this.#sets.set(tenantId, read);
    read.then(
      (set) => this.#known.set(tenantId, set),
      () => undefined,
    );
    read.catch(() => {
      if (this.#sets.peek(tenantId) === read) this.#sets.delete(tenantId);
    });
    return read;
  }

  async #read(tenantId: string): Promise<RuleSet> {
    const rules = await this.store.enabled(tenantId);
    return ruleSetOf(
      rules.flatMap(({ id, version, pattern: given }) => {
        const pattern = this.#pattern(`${id}:${version}`, given);
        return pattern === undefined ? [] : [{ id, pattern }];
      }),
    );
  }

  #pattern(key: string, given: unknown): Pattern | undefined {
    const known = this.#patterns.get(key);
    if (known !== undefined) return known;
    const read = patternOf(given);
    if ('problems' in read) {
      // it was checked when it was saved: by a version that allowed more
      this.logger.error('The pattern of an event rule is none', { rule: key, problems: read.problems });
      return undefined;
    }
    this.#patterns.set(key, read.pattern);
    return read.pattern;
  }

  #isRecorded(tenantId: string, ruleId: string): boolean {
    const minute = Math.floor(this.clock.now().getTime() / MINUTE_MS);
    const before = this.#recent.get(ruleId);
    const count = before?.minute === minute ? before.count + 1 : 1;
    this.#recent.set(ruleId, { minute, count });
    if (count <= RECORDED_PER_MINUTE) return true;
    unrecorded.add({});
    if (count === RECORDED_PER_MINUTE + 1) {
      this.logger.warn('An event rule matches too often: no more runs in this minute', { tenantId, ruleId });
    }
    return false;
  }
}
