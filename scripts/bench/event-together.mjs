import { setTimeout as sleep } from 'node:timers/promises';
import { countsOf, isSettled, openFindings } from './event-truth.mjs';

const RESOURCES = 100;
/** Long enough that two who read one resource are seen to do so. */
const SLOW_MS = 60;
const MOST_MS = 180_000;

/**
 * Two proofs that a resource is in work at one worker only: the stub sees by the access keys whose calls about one
 * resource overlap; and PostgreSQL notes every claim that takes a resource from another claim whose lease has not ended
 * (a description is longer than its calls). `takenTurns`, resources that both have read, shows that they could have met.
 */
const NOTES = `
CREATE UNLOGGED TABLE bench_claims (arn text NOT NULL, stolen boolean NOT NULL);
GRANT INSERT ON bench_claims TO PUBLIC;
CREATE OR REPLACE FUNCTION bench_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO bench_claims VALUES (NEW.arn, OLD.claim IS NOT NULL AND OLD.lease_until > app_now());
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER bench_claim AFTER UPDATE OF claim ON refreshes
  FOR EACH ROW WHEN (NEW.claim IS NOT NULL AND NEW.claim IS DISTINCT FROM OLD.claim) EXECUTE FUNCTION bench_claim();`;

/** A second worker joins the first, over a few resources that both want. */
export async function together({ step, stub, database, messages, start }) {
  const { query } = database;
  await query(NOTES);
  const second = await start('worker-2');
  try {
    await sleep(2000);
    await stub.ask('faults', { slowMs: SLOW_MS });
    await stub.ask('forget');
    const before = await countsOf(query);
    const stream = await stub.ask('feed', { messages, among: RESOURCES, seed: 11 });
    const until = Date.now() + MOST_MS;
    for (;;) {
      const { received } = await countsOf(query);
      step.update(`${received - before.received} of ${messages} taken`);
      if (received - before.received >= messages && (await isSettled(query))) break;
      if (Date.now() > until)
        throw new Error(`Two workers took ${received - before.received} of ${messages}`);
      await sleep(200);
    }
    const { reads, byBoth } = await stub.ask('status');
    const [claims] = await query(
      'SELECT count(*)::int AS claims, count(*) FILTER (WHERE stolen)::int AS stolen FROM bench_claims',
    );
    const { open } = await stub.ask('truth');
    const found = await openFindings(query);
    const isRight = open.length === found.size && open.every((arn) => found.has(arn));
    step.done(`Two workers: ${reads.overlaps} overlapping reads, ${claims.stolen} claims of what was held`);
    return {
      ...{ messages, events: stream.events, resources: stream.touched, describes: reads.describes },
      ...{
        takenTurns: byBoth,
        overlapping: reads.overlaps,
        claims: claims.claims,
        stolen: claims.stolen,
        isRight,
      },
    };
  } finally {
    await second.stop();
    await query('DROP FUNCTION bench_claim CASCADE; DROP TABLE bench_claims');
  }
}
