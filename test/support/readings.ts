import { defaultSettings } from '../../src/modules/access/index.js';
import { ResourceRefresh, type ReadResource } from '../../src/modules/scanning/index.js';
import { ec2Address } from '../../src/modules/scanning/domain/resources/ec2/address.js';
import { PageWriter, type ToldPage } from '../../src/modules/scanning/page-writer.js';
import { UnitWriters } from '../../src/modules/scanning/unit-writers.js';
import type { OpenUnit } from '../../src/modules/scanning/scan-unit.store.js';
import { Database, type Tx } from '../../src/platform/database/index.js';
import { startTestApp } from './app.js';

export const ACCOUNT = '111111111111';
const place = { partition: 'aws', accountId: ACCOUNT, region: 'eu-west-1' };
/** The one resource that all of these readings are of. */
export const ARN = `arn:aws:ec2:eu-west-1:${ACCOUNT}:elastic-ip/eipalloc-1`;
/** The control that an address fails which nothing has. */
export const UNUSED = 'ec2_address_unattached';
const ref = { arn: ARN, type: ec2Address.type, accountId: ACCOUNT, region: 'eu-west-1' };

/** An address that nothing has, or that `eni-…` has. */
export const address = (networkInterfaceId: string | null = null, tags: Record<string, string> = {}) =>
  ec2Address.schema.parse({
    ...{ id: 'eipalloc-1', publicIp: '192.0.2.1', instanceId: null, networkInterfaceId, tags },
    ...{ associationId: networkInterfaceId === null ? null : 'eipassoc-1', privateIp: null },
    ...{ networkBorderGroup: null, publicIpv4Pool: null },
  });

/** A page that shows that address alone, as a scan or an event reads it. */
export function page(readAt: Date, one: unknown): Omit<ToldPage, 'teller'> {
  const { thresholds } = defaultSettings;
  const rules = { now: new Date(), exemptTags: [], mutes: [], settings: {}, thresholds };
  return { type: ec2Address, configurations: [one], place, rules, readAt };
}

/** An application whose inventory is written by hand, as scans and events write it; nobody else is at work. */
export async function startReadings() {
  const test = await startTestApp({ ROLE: 'api' });
  let clock = Date.now() - 3_600_000;
  const of = <T>(type: new (...parts: never[]) => T): T => test.app.get<T>(type, { strict: false });
  const inTenant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => of(Database).withTenant('default', work);
  return {
    ...{ test, of, inTenant },
    /** A moment after the last one; the time now is later than all of them. */
    moment: () => new Date((clock += 1_000)),
    /** A page of a scan. */
    scan: async (readAt: Date, one: unknown, scanId = 'scan_1') => {
      const told = { ...page(readAt, one), teller: { source: scanId } };
      const [written] = await inTenant((tx) => of(PageWriter).write(tx, 'default', [told]));
      return written?.as.get(ARN);
    },
    /** A description for an event; null: the address is not there. */
    event: async (readAt: Date, one: unknown, id = 'evt_1') => {
      const read: ReadResource =
        one === null
          ? { ref, readAt, outcome: 'absent' }
          : { ref, readAt, outcome: 'found', arn: ARN, place, pages: [page(readAt, one)], parts: [] };
      const who = { principal: 'alice' };
      const origin = { source: id, eventIds: [id], who, correlationId: id, announced: true };
      const written = await inTenant((tx) => of(ResourceRefresh).write(tx, 'default', [{ read, origin }]));
      return written.get(ARN);
    },
    /** A complete listing that shows no addresses, begun then. */
    emptyListing: async (startedAt: Date) => {
      const scope = { accountIds: null, regions: null, services: null };
      const unit = { id: 'unit_1', scanId: 'scan_9', tenantId: 'default', startedAt, scope };
      const open = { ...unit, ...place, service: 'ec2', attempt: 1, scanType: 'full' } as OpenUnit;
      const work = { write: (change: (tx: Tx) => Promise<unknown>) => inTenant(change) };
      const outcome = { status: 'completed', errors: [] };
      const ends = [{ unit: open, listed: [ec2Address], missed: [], outcome }];
      await of(UnitWriters).listed(ends as never, work as never);
    },
    drifts: async () =>
      (
        await test.database.query<{ what: string }>(
          `SELECT what FROM timeline WHERE kind = 'drift' ORDER BY id`,
        )
      ).map(({ what }) => what),
    empty: () =>
      test.database.query(
        'TRUNCATE resources, findings, finding_transitions, timeline, type_readings, scans, scan_units',
      ),
    close: () => test.close(),
  };
}

export type Readings = Awaited<ReturnType<typeof startReadings>>;
