import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { readerOf, scopeOf } from './aws/readers.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import type { Teller } from './domain/timeline.js';
import { Gone, type GoneResource } from './gone.service.js';
import { PageWriter, type WrittenAs } from './page-writer.js';
import { ResourceReads, type ReadResource, type RefreshRef } from './resource-reads.service.js';
import { ResourceRefreshStore, type PartsOf, type Standing } from './resource-refresh.store.js';

export type { ReadResource, RefreshRef } from './resource-reads.service.js';

/** How a resource was found to be. `superseded`: something younger has been read meanwhile. */
export type RefreshOutcome =
  'created' | 'changed' | 'unchanged' | 'restored' | 'deleted' | 'absent' | 'superseded';

/** The events that a description answers. */
export interface EventOrigin {
  /** evt_… of the newest. */
  source: string;
  eventIds: readonly string[];
  who: unknown;
  correlationId: string;
  /** Whether one of them told that the resource itself has changed. */
  announced: boolean;
}

type Item = { read: ReadResource; teller: Teller };
type Found = { read: Extract<ReadResource, { outcome: 'found' }>; teller: Teller };

/** Brings single resources of the inventory up to date: what events do. */
@Injectable()
export class ResourceRefresh {
  constructor(
    private readonly reads: ResourceReads,
    private readonly pages: PageWriter,
    private readonly gone: Gone,
    private readonly store: ResourceRefreshStore,
  ) {}

  /**
   * Asks AWS, outside of any transaction: one answer for each reference, in their order. `readAt`: before the first
   * call, by the database's clock. Never throws for what AWS answers. @throws the signal's reason
   */
  read(
    tenantId: string,
    refs: readonly RefreshRef[],
    readAt: Date,
    signal: AbortSignal,
  ): Promise<ReadResource[]> {
    return this.reads.read(tenantId, refs, readAt, signal);
  }

  /**
   * Writes what was read: inventory, timeline and findings. Gives back what became of each, by the ARN of its
   * reference; of what failed nothing is written.
   */
  async write(
    tx: Tx,
    tenantId: string,
    items: readonly { read: ReadResource; origin: EventOrigin }[],
  ): Promise<Map<string, RefreshOutcome>> {
    const all = items.map(({ read, origin }): Item => ({ read, teller: tellerOf(origin) }));
    const found = all.filter((item): item is Found => item.read.outcome === 'found');
    const absent = all.filter(({ read }) => read.outcome === 'absent');
    const pages = found.flatMap(({ read, teller }) =>
      read.pages.map((page) => ({ ...page, teller, skipsUnchanged: true })),
    );
    const standing = await this.store.standing(
      tx,
      tenantId,
      absent.map(({ read: { ref } }) => ref.arn),
    );
    const parts = await this.#missingParts(tx, tenantId, all, standing);
    const candidates = [
      ...absent.flatMap((item) => missed(item, standing)),
      ...found.flatMap((item) =>
        item.read.arn === item.read.ref.arn ? [] : [goneBy(item, item.read.ref.arn)],
      ),
      ...parts.map(({ item, arn }) => goneBy(item, arn)),
    ];
    if (candidates.length > 0) await this.#lock(tx, tenantId, found, candidates);
    const written = await this.pages.write(tx, tenantId, pages);
    const as = new Map(written.flatMap((page) => [...page.as]));
    const gone = await this.gone.write(tx, tenantId, candidates);
    await this.#bury(
      tx,
      tenantId,
      absent.filter(({ read }) => !standing.has(read.ref.arn)),
    );
    const changedParts = new Set(parts.flatMap(({ item, arn }) => (gone.has(arn) ? [item.read] : [])));
    return new Map([
      ...absent.map(({ read: { ref, readAt } }): [string, RefreshOutcome] => [
        ref.arn,
        absentAs(standing.get(ref.arn) ?? [], gone, readAt),
      ]),
      ...found.map(({ read }): [string, RefreshOutcome] => [
        read.ref.arn,
        foundAs(read, as, changedParts.has(read)),
      ]),
    ]);
  }

  /** When known resources, deleted ones too, were last read in all their parts; without those of which that is not known. */
  async lastReads(tx: Tx, tenantId: string, arns: readonly string[]): Promise<Map<string, Date>> {
    const standing = await this.store.standing(tx, tenantId, arns);
    return new Map(
      [...standing].flatMap(([arn, known]) => {
        const times = known.flatMap(({ answeredAt }) => answeredAt?.getTime() ?? []);
        return times.length === 0 ? [] : [[arn, new Date(Math.max(...times))]];
      }),
    );
  }

  /** After the clock was put back: what was read ahead of it counts as read long ago. Gives back of how many. */
  forgetFuture(tx: Tx, tenantId: string): Promise<number> {
    return this.store.forgetFuture(tx, tenantId);
  }

  /** The resources of a type that are there; `region` null: in every region. */
  allOf(
    tx: Tx,
    tenantId: string,
    where: { type: string; accountId: string; region: string | null },
  ): Promise<{ arn: string; region: string }[]> {
    const reader = readerOf(where.type);
    // what lies in no region is not found by that of an event
    const region = reader !== undefined && scopeOf(reader) === 'account' ? null : where.region;
    return this.store.allOf(tx, tenantId, { ...where, region });
  }

  /** What hangs on resources and is no longer told of with them, or has gone with them. */
  async #missingParts(
    tx: Tx,
    tenantId: string,
    items: readonly Item[],
    standing: ReadonlyMap<string, readonly Standing[]>,
  ): Promise<{ item: Item; arn: string }[]> {
    const asked: { item: Item; parent: PartsOf; there: ReadonlySet<string> }[] = [];
    for (const item of items) {
      const { read } = item;
      const { accountId } = read.ref;
      if (read.outcome === 'found') {
        for (const { type, isBelow, arns } of read.parts) {
          if (arns === null) continue;
          const where = { type: type.type, accountId, region: read.place.region };
          asked.push({ item, parent: { ...where, arn: isBelow ? read.arn : null }, there: new Set(arns) });
        }
      } else if (read.outcome === 'absent') {
        for (const { type } of partTypesOf(read.ref.type))
          for (const { arn } of standing.get(read.ref.arn) ?? [])
            asked.push({
              item,
              parent: { type, accountId, region: GLOBAL_REGION, arn },
              there: new Set(),
            });
      }
    }
    const found = await this.store.partsOf(
      tx,
      tenantId,
      asked.map(({ parent }) => parent),
    );
    return found.flatMap(({ at, arn }) => {
      const of = asked[at];
      return of === undefined || of.there.has(arn) ? [] : [{ item: of.item, arn }];
    });
  }

  /** All that a batch writes: what one writes as a page may be what another marks as gone. */
  async #lock(
    tx: Tx,
    tenantId: string,
    found: readonly Found[],
    gone: readonly GoneResource[],
  ): Promise<void> {
    const read = found.flatMap(({ read: { arn, parts } }) => [
      arn,
      ...parts.flatMap(({ arns }) => arns ?? []),
    ]);
    await this.store.lock(tx, tenantId, [...read, ...gone.map(({ arn }) => arn)]);
  }

  async #bury(tx: Tx, tenantId: string, unseen: readonly Item[]): Promise<void> {
    const rows = unseen.flatMap(({ read: { ref, readAt }, teller: { source } }) => {
      const reader = readerOf(ref.type);
      if (reader === undefined) return [];
      const { type, service } = reader.type;
      const region = scopeOf(reader) === 'account' ? GLOBAL_REGION : ref.region;
      const name = ref.arn.slice(Math.max(ref.arn.lastIndexOf('/'), ref.arn.lastIndexOf(':')) + 1);
      return [{ arn: ref.arn, accountId: ref.accountId, region, service, type, name, source, readAt }];
    });
    await this.store.bury(tx, tenantId, rows);
  }
}

const tellerOf = ({ source, eventIds, who, correlationId, announced }: EventOrigin): Teller => ({
  ...{ source, who, correlationId },
  details: { eventIds, announced },
});

const goneBy = ({ read: { readAt }, teller }: Item, arn: string): GoneResource => ({ arn, readAt, teller });

/** An ARN that is known exactly is nobody else's, whatever looks like it. */
function missed(item: Item, standing: ReadonlyMap<string, readonly Standing[]>): GoneResource[] {
  const { arn } = item.read.ref;
  const known = standing.get(arn) ?? [];
  const isThere = known.some((one) => one.arn === arn && !one.deleted);
  return (isThere ? [{ arn }] : known).map((one) => goneBy(item, one.arn));
}

/** Types below a resource that an account has many of; a setting's are never absent with it. */
const partTypesOf = (type: string): readonly { type: string }[] => {
  const reader = readerOf(type);
  if (reader === undefined || scopeOf(reader) !== 'account') return [];
  return reader.partTypes;
};

function absentAs(known: readonly Standing[], gone: ReadonlySet<string>, readAt: Date): RefreshOutcome {
  if (known.some(({ arn }) => gone.has(arn))) return 'deleted';
  return known.some((one) => !one.deleted && one.readAt > readAt) ? 'superseded' : 'absent';
}

function foundAs(
  read: Found['read'],
  as: ReadonlyMap<string, WrittenAs>,
  hasLostParts: boolean,
): RefreshOutcome {
  const own = as.get(read.arn) ?? 'superseded';
  if (own !== 'unchanged') return own;
  const ofParts = read.parts.flatMap(({ arns }) => (arns ?? []).map((arn) => as.get(arn)));
  const isChanged = ofParts.some((one) => one === 'created' || one === 'changed' || one === 'restored');
  return isChanged || hasLostParts ? 'changed' : 'unchanged';
}
