import { countsOf } from '../../scripts/bench/event-truth.mjs';

/** What a database has come to, in a form that two of them can be compared by. */
export async function outcomeOf(query) {
  const resources = await query(
    `SELECT arn, configuration, deleted_at AS "deletedAt" FROM resources
      WHERE type IN ('AWS::EC2::SecurityGroup', 'AWS::S3::Bucket') ORDER BY arn`,
  );
  const findings = await query(
    `SELECT resource_arn AS arn, control_id AS control, evidence_hash AS evidence FROM findings
      WHERE status = 'open' ORDER BY 1, 2`,
  );
  return {
    live: new Map(
      resources.filter((one) => one.deletedAt === null).map((one) => [one.arn, one.configuration]),
    ),
    tombstones: resources.filter((one) => one.deletedAt !== null).map(({ arn }) => arn),
    findings: new Map(findings.map(({ arn, control, evidence }) => [`${arn} ${control}`, evidence])),
  };
}

/** Where an inventory differs from what there is. */
export function againstTruth({ live, tombstones, findings }, made) {
  const problems = [];
  for (const resource of made.values()) {
    const { arn, exists } = resource;
    if (exists !== live.has(arn))
      problems.push(`${arn} is ${exists ? 'there, and not in the inventory' : 'gone, and in the inventory'}`);
    else if (exists && !isAs(resource, live.get(arn)))
      problems.push(`${arn} is not as the inventory has it: ${JSON.stringify(resource)}`);
  }
  const wrong = tombstones.filter((arn) => made.get(arn)?.exists === true);
  const ofGone = [...findings.keys()].filter((key) => !live.has(key.split(' ')[0]));
  return [
    ...problems,
    ...wrong.map((arn) => `${arn} has a tombstone and is there`),
    ...ofGone.map((key) => `${key} is open, of a resource that is gone`),
  ];
}

function isAs(resource, configuration) {
  if (resource.type === 'AWS::S3::Bucket') {
    const isBlocked = configuration.publicAccessBlock !== null;
    return isBlocked === (resource.block !== null) && configuration.versioning.status === resource.versioning;
  }
  const isOpen = configuration.ingress.some(({ fromPort }) => fromPort === 22);
  return isOpen === resource.open && same(configuration.tags, resource.tags ?? {});
}

/** Where two runs differ. */
export function againstClean(chaos, clean) {
  return [
    ...differences(chaos.live, clean.live, 'the inventory'),
    ...differences(chaos.findings, clean.findings, 'the open findings'),
  ];
}

function differences(got, wanted, what) {
  const keys = new Set([...got.keys(), ...wanted.keys()]);
  return [...keys]
    .filter((key) => !same(got.get(key), wanted.get(key)))
    .map(
      (key) =>
        `${key} in ${what}: ${JSON.stringify(got.get(key))}, not ${JSON.stringify(wanted.get(key))} as after a clean run`,
    );
}

/** Whether the sums meet: what was sent, what was delivered, and what became of it. */
export async function againstSent(query, sent, stub) {
  const counts = await countsOf(query);
  const rows = await query(
    "SELECT event_id AS id, disposition, reason FROM events WHERE event_source <> 'compliance-shepherd'",
  );
  const poisoned = await query('SELECT body, status, reason FROM poison_messages');
  const dispositions = {};
  for (const { disposition } of rows) dispositions[disposition] = (dispositions[disposition] ?? 0) + 1;
  const dead = stub.deadLetters.bodies();
  const repeated = await query(
    `SELECT finding_id AS id FROM (
       SELECT finding_id, "to", lag("to") OVER (PARTITION BY finding_id ORDER BY id) AS before FROM finding_transitions) t
      WHERE "to" = before`,
  );
  const sum = Object.values(dispositions).reduce((a, b) => a + b, 0);
  const { deliveries } = stub.queue.counts;
  const problems = [
    [rows.length !== sent.ids.size, `${rows.length} events are kept, not ${sent.ids.size}`],
    [rows.some(({ id }) => !sent.ids.has(id)), 'events are kept that were never sent'],
    [(dispositions.retrying ?? 0) > 0, `${dispositions.retrying} events have no end`],
    [(dispositions.failed ?? 0) > 0, `${dispositions.failed} events failed`],
    [dispositions.ignored !== sent.ignored, `${dispositions.ignored} ignored, not ${sent.ignored}`],
    [
      counts.received !== sum + counts.duplicate + counts.refused,
      `${counts.received} received are not ${sum} events + ${counts.duplicate} duplicates + ${counts.refused} refused`,
    ],
    [counts.duplicate < sent.copies, `${counts.duplicate} duplicates of ${sent.copies} copies sent`],
    [counts.refused < sent.refused, `${counts.refused} refused of ${sent.refused} sent`],
    [counts.poison !== sent.poison.length, `${counts.poison} poison counted of ${sent.poison.length}`],
    [counts.received + sent.poison.length > deliveries, `more was counted than ${deliveries} deliveries`],
    [
      // a worker that dies between SendMessage and DeleteMessage leaves a second copy: SQS has no transactions
      !same([...new Set(dead)].sort(), [...sent.poison].sort()),
      `${dead.length} dead letters, not the ${sent.poison.length}`,
    ],
    [
      !same(poisoned.map(({ body }) => body).sort(), [...sent.poison].sort()),
      `${poisoned.length} poison messages are kept, not the ${sent.poison.length}`,
    ],
    [repeated.length > 0, `${repeated.length} findings went from a status to the same`],
  ].flatMap(([isSo, text]) => (isSo ? [text] : []));
  return { problems, summary: { ...counts, deliveries, dispositions, dead: dead.length } };
}

/** By value, whatever the order of the fields. */
export const same = (a, b) => canonical(a) === canonical(b);

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${key}:${canonical(value[key])}`)
    .join()}}`;
}
