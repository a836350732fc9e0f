import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../../scripts/bench/event-stub/feed.mjs';
import {
  blocked,
  bucket,
  changes,
  group,
  recordOf,
  wrapped,
} from '../../scripts/bench/event-stub/records.mjs';

/**
 * Accounts in which people work: groups and buckets are made, changed and deleted, and each change sends its event. Some
 * events come late, some twice, some are no events at all, and some are of an account that nobody has registered.
 */

export const ACCOUNTS = ['200000000001', '200000000002', '200000000003'];
export const STRANGER = '299999999999';
export const REGIONS = ['eu-west-1', 'us-east-1'];

const LATE_MS = 3000;
const AGAIN_MS = 8000;

/** Bodies that are no events, whatever is done with them. */
const poison = [
  () => `not JSON ${randomUUID()}`,
  () => JSON.stringify({ hello: randomUUID() }),
  () => JSON.stringify([randomUUID()]),
  () => JSON.stringify({ eventSource: 'ec2.amazonaws.com', eventName: 7, eventID: randomUUID() }),
  () => JSON.stringify({ ...wrapped(anEvent()), detail: randomUUID() }),
  () => JSON.stringify(wrapped({ ...anEvent(), eventTime: `yesterday ${randomUUID()}` })),
];
const anEvent = () => recordOf('deleteGroup', group(ACCOUNTS[0], REGIONS[0], 0xdead), { at: Date.now() });

/** What changes nothing, and is kept nevertheless. */
const harmless = [
  (record) => ({ ...record, readOnly: true, eventName: 'DescribeSecurityGroups' }),
  (record) => ({ ...record, errorCode: 'Client.UnauthorizedOperation', errorMessage: 'not allowed' }),
  (record) => ({ ...record, eventSource: 'unheard-of.amazonaws.com', eventName: 'CreateSomething' }),
];

/** @param {{ world: object, queue: object }} stub @param now AWS's clock */
export function work(stub, { groups, buckets, seed, now = Date.now }) {
  const { world, queue } = stub;
  const random = randomOf(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const sent = { events: 0, ignored: 0, copies: 0, refused: 0, ids: new Set(), poison: [] };
  const made = new Map();
  let number = 0;
  const pending = new Set();

  const put = (body, afterMs) => {
    const one = sleep(afterMs).then(() => {
      queue.send(body);
      pending.delete(one);
    });
    pending.add(one);
  };
  const send = (record) => {
    const body = JSON.stringify(random() < 0.1 ? record : wrapped(record));
    put(body, random() < 0.3 ? random() * LATE_MS : 0);
    if (random() < 0.2) {
      sent.copies += 1;
      put(body, random() * AGAIN_MS);
    }
  };
  const tell = (what, resource, details = {}) => {
    world.put(resource);
    made.set(resource.arn, resource);
    const record = recordOf(what, resource, { at: now(), ...details });
    sent.events += 1;
    sent.ids.add(record.eventID);
    send(record);
  };
  const place = (i) => [ACCOUNTS[i % ACCOUNTS.length], pick(REGIONS)];
  const state = (arn) => world.get(arn);
  const alive = (type) => [...made.values()].filter((one) => one.type === type && one.exists);

  /** An id of EC2 is never given twice; the name of a bucket may be. */
  const newGroup = () => {
    number += 1;
    tell('createGroup', group(...place(number), number));
  };
  const newBucket = (i) => {
    const [account, region] = place(i);
    tell('createBucket', bucket(account, region, `chaos-bucket-${i}`));
  };
  const gone = (what, resource) => tell(what, { ...resource, exists: false });
  const changeGroup = () => {
    const known = alive('AWS::EC2::SecurityGroup');
    if (known.length < groups || random() < 0.02) return newGroup();
    const one = pick(known);
    const chance = random();
    if (chance < 0.08) return gone('deleteGroup', one);
    if (chance < 0.25) {
      const others = known.filter(
        (other) => other.arn !== one.arn && other.accountId === one.accountId && other.region === one.region,
      );
      const some = [one, ...[pick(others), pick(others)].filter((other) => other !== undefined)];
      const tags = { owner: `team-${Math.floor(random() * 5)}` };
      const [first, ...rest] = [...new Set(some)].map((other) => ({ ...other, tags }));
      for (const other of rest) {
        world.put(other);
        made.set(other.arn, other);
      }
      return tell('tagGroups', first, { others: rest, tags });
    }
    const open = !one.open;
    return tell(open ? 'openPort' : 'closePort', { ...one, open });
  };
  const changeBucket = () => {
    const name = (i) => `arn:aws:s3:::chaos-bucket-${i}`;
    const i = Math.floor(random() * buckets);
    const one = state(name(i)) === undefined ? undefined : made.get(name(i));
    if (one === undefined) return newBucket(i);
    const chance = random();
    if (chance < 0.15) return gone('deleteBucket', one);
    if (chance < 0.4) {
      const status = one.versioning === 'Enabled' ? 'Suspended' : 'Enabled';
      return tell('versionBucket', { ...one, versioning: status }, { status });
    }
    return one.block === null
      ? tell('blockPublic', { ...one, block: blocked }, { block: blocked })
      : tell('unblockPublic', { ...one, block: null });
  };

  return {
    sent,
    made,
    /** Most of it is there when the trouble begins. */
    begin() {
      for (let i = 0; i < groups; i += 1) newGroup();
      for (let i = 0; i < buckets; i += 2) newBucket(i);
    },
    /** One more thing happens. */
    next() {
      const chance = random();
      if (chance < 0.02) {
        const body = pick(poison)();
        sent.poison.push(body);
        put(body, 0);
      } else if (chance < 0.05) {
        const one = group(STRANGER, pick(REGIONS), 0xbad);
        sent.refused += 1;
        put(JSON.stringify(wrapped(recordOf('openPort', one, { at: now() }))), 0);
      } else if (chance < 0.1) {
        const one = group(pick(ACCOUNTS), pick(REGIONS), 0xf00);
        const record = pick(harmless)(recordOf('openPort', one, { at: now() }));
        sent.events += 1;
        sent.ignored += 1;
        sent.ids.add(record.eventID);
        send(record);
      } else if (chance < 0.25) changeBucket();
      else changeGroup();
    },
    /** What is still on its way has come. */
    over: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
    /** The same final states in a sequence: one event for each resource that there is, or is no more. */
    *again() {
      for (const resource of made.values()) {
        const isBucket = resource.type === 'AWS::S3::Bucket';
        const what = `${resource.exists ? 'create' : 'delete'}${isBucket ? 'Bucket' : 'Group'}`;
        if (!(what in changes)) throw new Error(`no ${what}`);
        yield JSON.stringify(wrapped(recordOf(what, resource, { at: now() })));
      }
    },
  };
}
