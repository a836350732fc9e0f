/** The changes of a change set: judged, counted, and shown. */

/**
 * @typedef {'add' | 'modify' | 'replace' | 'may replace' | 'remove' | 'import' | 'unknown'} Kind
 * @typedef {{ kind: Kind, id: string, type: string, properties: string[], kept: boolean }} Change
 */

/** What a DeletionPolicy or UpdateReplacePolicy leaves of the old one (API reference, ResourceChange). */
const KEEPS = new Set(['Retain', 'Snapshot', 'ReplaceAndRetain', 'ReplaceAndSnapshot']);

/** @param {import('@aws-sdk/client-cloudformation').Change[]} changes @returns {Change[]} */
export const judged = (changes) =>
  changes
    .filter(({ ResourceChange }) => ResourceChange !== undefined)
    .map(({ ResourceChange: change }) => ({
      kind: kindOf(change),
      id: change.LogicalResourceId ?? '',
      type: change.ResourceType ?? '',
      properties: propertiesOf(change),
      kept: KEEPS.has(change.PolicyAction),
    }));

/**
 * A replacement is a new resource, and the end of the old one: the database with all that is in it. "Conditional" is
 * one that AWS cannot rule out before it runs.
 */
function kindOf({ Action, Replacement }) {
  switch (Action) {
    case 'Add':
      return 'add';
    case 'Modify':
      return Replacement === 'True' ? 'replace' : Replacement === 'Conditional' ? 'may replace' : 'modify';
    case 'Remove':
      return 'remove';
    case 'Import':
      return 'import';
    default: // Dynamic, and what AWS may think of
      return 'unknown';
  }
}

function propertiesOf({ Details = [] }) {
  const names = Details.map(({ Target }) => (Target?.Name ? Target.Name : Target?.Attribute));
  return [...new Set(names.filter(Boolean))].sort();
}

const SIGNS = {
  add: ['+', 'green', ''],
  modify: ['~', 'yellow', ''],
  replace: ['!', 'red', 'REPLACED'],
  'may replace': ['!', 'red', 'MAY BE REPLACED'],
  remove: ['-', 'red', 'REMOVED'],
  import: ['+', 'green', 'taken in'],
  unknown: ['?', 'yellow', 'decided when it runs'],
};

/** @param {import('../output.mjs').Output} out @param {Change[]} changes */
export function show(out, changes, { properties = false } = {}) {
  for (const { kind, id, type, properties: names, kept } of changes) {
    const [sign, colour, word] = SIGNS[kind];
    const notes = [
      word,
      kept && (kind === 'remove' || kind.endsWith('replace')) ? 'the old one is kept' : '',
      properties && names.length > 0 ? names.join(', ') : '',
    ].filter(Boolean);
    out.line(
      `      ${out.paint[colour](sign)} ${id}  ${type}${notes.length > 0 ? `  ${notes.join('; ')}` : ''}`,
    );
  }
}

/** `3 to add, 1 to replace`. @param {Change[]} changes */
export function summary(changes) {
  const words = [
    ['add', 'to add'],
    ['modify', 'to change'],
    ['replace', 'to REPLACE'],
    ['may replace', 'that MAY BE REPLACED'],
    ['remove', 'to REMOVE'],
    ['import', 'to take in'],
    ['unknown', 'to be decided'],
  ];
  return words
    .map(([kind, word]) => [changes.filter((one) => one.kind === kind).length, word])
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
