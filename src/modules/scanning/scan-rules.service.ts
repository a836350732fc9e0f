import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../../platform/database/index.js';
import { Clock } from '../../shared/clock.js';
import { TenantSettingsService } from '../access/index.js';
import { CustomStores, type Own } from './custom-stores.js';
import type { Control } from './domain/control.js';
import { asksOf } from './domain/scan-asks.js';
import type { Scope, ScanType } from './domain/scope.js';
import { MuteStore } from './mute.store.js';
import type { Rules } from './page-writer.js';

const KEPT_MS = 10_000;
/** Events come by the hundred a second, and a change of the rules counts for what comes after it. */
const KEPT_FOR_EVENTS_MS = 1_000;

/** By what a tenant's resources are judged, now. */
@Injectable()
export class ScanRules {
  readonly #ofScans = new LRUCache<string, Promise<Rules & Pick<Own, 'frameworks'>>>({
    max: 100,
    ttl: KEPT_MS,
  });

  readonly #ofEvents = new LRUCache<string, Promise<Rules & Pick<Own, 'frameworks'>>>({
    max: 1_000,
    ttl: KEPT_FOR_EVENTS_MS,
  });

  constructor(
    private readonly tenants: TenantSettingsService,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly mutes: MuteStore,
    private readonly customs: CustomStores,
  ) {}

  /** For a scan, of the controls that it asks: read once for a while, since all its units ask for the same. */
  async ofScan(scan: { tenantId: string; scanId: string; scanType: ScanType; scope: Scope }): Promise<Rules> {
    const { tenantId, scanId, scanType, scope } = scan;
    const { frameworks, ...known } = await this.#kept(this.#ofScans, `${tenantId} ${scanId}`, tenantId);
    const asks = asksOf(scanType, scope, frameworks);
    return { ...known, now: this.clock.now(), ...(asks === undefined ? {} : { asks }) };
  }

  /** For what events tell of: of all controls. Read about once a second. */
  async ofEvents(tenantId: string): Promise<Rules> {
    const { frameworks: _, ...rules } = await this.#kept(this.#ofEvents, tenantId, tenantId);
    return { ...rules, now: this.clock.now() };
  }

  async ofTenant(tenantId: string): Promise<Rules> {
    const { frameworks: _, ...rules } = await this.#read(tenantId);
    return rules;
  }

  #kept(
    cache: LRUCache<string, Promise<Rules & Pick<Own, 'frameworks'>>>,
    key: string,
    tenantId: string,
  ): Promise<Rules & Pick<Own, 'frameworks'>> {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const rules = this.#read(tenantId);
    cache.set(key, rules);
    rules.catch(() => cache.delete(key));
    return rules;
  }

  async #read(tenantId: string): Promise<Rules & Pick<Own, 'frameworks'>> {
    const { thresholds, exemptTags, controls: settings } = await this.tenants.settingsOf(tenantId);
    return this.database.withTenant(tenantId, async (tx) => {
      const mutes = await this.mutes.active(tx, tenantId);
      const { controls: own, frameworks } = await this.customs.own(tx, tenantId);
      return { now: this.clock.now(), thresholds, exemptTags, settings, mutes, own, frameworks };
    });
  }
}

/** The controls that some rules ask; null: all. */
export const askedBy = ({ asks, own = [] }: Rules, all: readonly Control[]): readonly Control[] | null =>
  asks === undefined ? null : [...all, ...own].filter(asks);

/** Whether a resource's tags may change what a control says of it. */
export const tagsDecide = ({ exemptTags, mutes }: Rules): boolean =>
  exemptTags.length > 0 || mutes.some((mute) => mute.rules.some(({ tag }) => tag !== undefined));
