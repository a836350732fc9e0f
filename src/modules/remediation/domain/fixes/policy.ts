type Written = Record<string, unknown>;

/** A resource policy as AWS gives it out, split by what a control says lets anybody in. */
export interface SplitPolicy {
  open: readonly Written[];
  /** The policy without those, as text; null: no statement is left. */
  rest: string | null;
  left: readonly Written[];
}

/**
 * The statements of a policy that are among those of a control's evidence: the control has read the same policy, and
 * knows what "public" means. Statements are compared by what they say, as many have no Sid.
 */
export function splitPolicy(text: string, told: unknown): SplitPolicy {
  const document = JSON.parse(text) as Written;
  const all = [document['Statement']].flat() as Written[];
  const named = new Set((Array.isArray(told) ? (told as Written[]) : []).map(meaningOfRead));
  const open = all.filter((one) => one['Effect'] === 'Allow' && named.has(meaningOf(one)));
  const left = all.filter((one) => !open.includes(one));
  const rest = left.length === 0 ? null : JSON.stringify({ ...document, Statement: left });
  return { open, left, rest };
}

/**
 * Ids that AWS puts in the place of users and roles that were deleted: a policy that names one is refused when it is
 * put back. IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const goneIn = (text: string): string[] => [
  ...new Set(text.match(/(?<=")A(ID|RO)A[A-Z0-9]{16,}(?=")/g) ?? []),
];

/** A statement in a few words. */
export function nameOf(statement: Written): string {
  const sid = statement['Sid'];
  const actions = list(statement['Action'] ?? statement['NotAction']).join(', ');
  if (typeof sid === 'string' && sid !== '') return `"${sid}"`;
  return statement['Action'] === undefined ? `on all but ${actions}` : `on ${actions}`;
}

/** Conditions hold booleans and numbers too, which AWS compares as text. */
const list = (value: unknown): string[] => {
  const all = value === undefined || value === null ? [] : ([value].flat() as unknown[]);
  return [...new Set(all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))))].sort();
};

function principals(value: unknown): string[] {
  if (value === undefined) return [];
  if (value === '*') return ['* *'];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .flatMap(([type, ids]) => list(ids).map((id) => `${type} ${id}`))
    .sort();
}

function conditions(value: unknown): string[] {
  return Object.entries((value ?? {}) as Record<string, Record<string, unknown>>)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} ${list(values).join(' ')}`),
    )
    .sort();
}

const meaningOf = (one: Written): string =>
  JSON.stringify([
    one['Sid'] ?? null,
    principals(one['Principal']),
    list(one['Action']),
    list(one['NotAction']),
    list(one['Resource']),
    conditions(one['Condition']),
  ]);

interface Read {
  sid?: unknown;
  principals?: { type: string; id: string }[] | null;
  actions?: unknown;
  notActions?: unknown;
  resources?: unknown;
  conditions?: { operator: string; key: string; values: unknown }[];
}

/** The same of a statement as controls read it. */
function meaningOfRead(told: Written): string {
  const one = told as Read;
  return JSON.stringify([
    one.sid ?? null,
    (one.principals ?? []).map(({ type, id }) => `${type} ${id}`).sort(),
    list(one.actions),
    list(one.notActions),
    list(one.resources),
    (one.conditions ?? [])
      .map(({ operator, key, values }) => `${operator} ${key} ${list(values).join(' ')}`)
      .sort(),
  ]);
}
