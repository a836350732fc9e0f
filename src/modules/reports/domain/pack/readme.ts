import type { Pack } from './pack.js';

/** What is said of one kind of evidence. */
export interface EvidenceNote {
  name: string;
  title: string;
  about: string;
}

/** How whoever has a pack can tell that nobody has changed it. */
export const HOW_TO_VERIFY = [
  'With the source of Compliance Shepherd and Node.js, on any machine and without a database: npm run verify-pack -- FILE',
  'With the public key that the service gave you by another way (GET /reports/signing-key): npm run verify-pack -- FILE --key KEY.pem',
  'It names each file that was changed, is missing or was added, each entry of the audit log that does not fit the one before it, and a signature that is wrong. Without --key it can only say that the pack is as whoever signed it has signed it.',
  'By hand: manifest.json has the SHA-256 of every file; manifest.sig is an Ed25519 signature over the SHA-256 of manifest.json; the comment of the archive is one over all bytes before it.',
];

/** What holds for all evidence. */
export const HOW_IT_IS_TOLD = [
  'Everything is told as of the end of the window: what happened at that time or later is not in here, also where it has changed since. Asked for again with the same window, the same version of the service gives the same files; where something has no history, the note beside it says what is shown.',
  'What the service has deleted since, as the time for which it keeps it is over, cannot be in a pack that is made later.',
  'Times are UTC. In CSV a cell that a spreadsheet would take for a formula has an apostrophe before it; the JSON lines have everything as it was.',
];

/** README.txt of a pack. */
export function readmeText(pack: Pack, notes: readonly EvidenceNote[]): string {
  const lines = [
    `Audit pack of ${pack.tenantId}: ${pack.framework?.name ?? 'comprehensive'}`,
    `From ${pack.from} to ${pack.to} (not included)`,
    '',
    ...HOW_IT_IS_TOLD,
    '',
    'FILES',
    '',
    ...(pack.format === 'comprehensive'
      ? ['index.html: the summary, which opens without a network; summary.pdf: the same on paper']
      : []),
    'data/NAME.jsonl: a row of JSON on each line; data/NAME.csv: the same rows as a table',
    '',
    ...notes.flatMap(({ name, title, about }) => [`data/${name}`, `${title}. ${about}`, '']),
    'HOW TO VERIFY',
    '',
    ...HOW_TO_VERIFY,
  ];
  return `${lines.join('\n')}\n`;
}
