const ID =
  /^(scan|unit|chn|lnk|rpt|nrule|mute|fnd|vul|imp|chg|key|acc|aud|job|fact|dlv|req|sch|run|exe|apr|dec|evt|rule|rrun|psn|rem|change|inc|note|evd|pin|pbat|pnod|papr|prc|dsc|ses)_[0-9a-f]{32}$/;
const IDS = [
  ...['id', 'scanId', 'scheduleId', 'runId', 'executionId', 'findingId', 'approvalId'],
  ...['remediationId', 'changeId', 'incidentId', 'installationId', 'batchId'],
];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** What is kept as it came: AWS's own words, or a caller's. */
const FOREIGN = [
  'configuration',
  'evidence',
  'noEvidence',
  'payload',
  'before',
  'after',
  'tags',
  'byResourceType',
  'statuses',
  'events',
  'input',
  'output',
  'details',
  'definition',
  'event',
  'outcomes',
  'pattern',
  'result',
  'verdict',
  'counts',
  'fixSettings',
  'content',
  'approved',
];

/** Where an answer leaves the contract: ids without a prefix, times not in ISO 8601 UTC, names not in camelCase. */
export function oddities(value: unknown, path = '', isNamed = false): string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => oddities(one, `${path}.${i}`, isNamed));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const text = typeof inner === 'string' ? inner : JSON.stringify(inner);
    const at = `${path}.${name}`;
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) return [`${at} is no camelCase`];
    if (FOREIGN.includes(name)) return [];
    const isId = IDS.includes(name);
    if (isId && inner !== null && !isNamed && !ID.test(text)) return [`${at} is ${text}`];
    if (/^(at|until)$|[a-z]At$/.test(name) && inner !== null && !TIME.test(text)) return [`${at} is ${text}`];
    return oddities(inner, at, isNamed);
  });
}
