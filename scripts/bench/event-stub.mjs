import { feed, happens } from './event-stub/feed.mjs';
import { bucket, group } from './event-stub/records.mjs';
import { startEventStub } from './event-stub/server.mjs';

/**
 * The stub of event-stub/server.mjs as a process of its own, so that its share of the machine is told apart from the
 * worker's: node scripts/bench/event-stub.mjs '{"port":0,"accounts":[…],"regions":[…],"groups":5000,"buckets":100}'.
 * Prints where it listens; told what to do by POST /_stub/… with JSON:
 *
 * - feed {messages, duplicates, late, seed, among}: a stream of changes, handed out as fast as it is received
 * - drip {rate, seconds}: so many changes a second, each of another resource; answers when it is over with the moment
 *   of each (milliseconds)
 * - faults {slowMs, throttle, failReceives, redeliver}
 * - status, truth, forget (reads are counted anew)
 */
const { groups, buckets, ...settings } = JSON.parse(process.argv[2]);
const stub = await startEventStub(settings);
const { world, queue } = stub;
const places = settings.accounts.flatMap((account) => settings.regions.map((region) => [account, region]));
const resources = [
  ...Array.from({ length: groups }, (_, i) => group(...places[i % places.length], i + 1)),
  ...Array.from({ length: buckets }, (_, i) => bucket(...places[i % places.length], `stub-bucket-${i + 1}`)),
];
for (const resource of resources) world.put(resource);
const states = () => resources.map(({ arn }) => world.get(arn));
let turn = 0;

const acts = {
  feed({ among = resources.length, ...options }) {
    const stream = feed(world, states().slice(0, among), options);
    queue.next = stream.next;
    queue.firstReceiveAt = undefined;
    queue.wake();
    const { events, duplicates, late, touched } = stream;
    return { events, duplicates, late, touched };
  },
  async drip({ rate, seconds }) {
    const put = [];
    const began = performance.now();
    while (put.length < rate * seconds) {
      const due = Math.min(rate * seconds, Math.floor(((performance.now() - began) / 1000) * rate));
      while (put.length < due) put.push(change());
      await new Promise((done) => setTimeout(done, 2));
    }
    return { put };
  },
  faults({ redeliver = queue.redeliver, ...faults }) {
    queue.redeliver = redeliver;
    Object.assign(stub.faults, faults);
    return stub.faults;
  },
  forget() {
    world.forgetReads();
    return {};
  },
  status: () => ({
    queue: {
      ...queue.counts,
      ready: queue.ready,
      hidden: queue.hidden,
      firstReceiveAt: queue.firstReceiveAt,
    },
    reads: {
      ...world.reads,
      overlaps: world.reads.overlaps.length,
      overlapping: world.reads.overlaps.slice(0, 5),
    },
    byBoth: [...world.readers.values()].filter((workers) => workers.size > 1).length,
    cpuMs: Object.values(process.cpuUsage()).reduce((a, b) => a + b, 0) / 1000,
  }),
  truth: () => ({
    open: states()
      .filter((one) => one.open === true || one.block === null)
      .map(({ arn }) => arn),
    resources: resources.length,
  }),
};

/** One after the other, so that none is changed twice in a short time. */
function change() {
  const resource = world.get(resources[turn++ % resources.length].arn);
  const open = !(resource.open ?? resource.block === null);
  const at = Date.now();
  queue.send(happens(world, resource, open, at));
  return { arn: resource.arn, open, at };
}

stub.extra = async (request, url, text) => {
  const act = acts[url.pathname.split('/').at(-1)];
  if (act === undefined) return undefined;
  const answer = await act(text === '' ? {} : JSON.parse(text));
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
};
console.log(`listening ${stub.url} ${stub.queueUrl}`);
