import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Shown } from '../../ui/states.js';
import { scanOf } from './queries.js';

type ScanError = Schemas['Scan']['errors'][number];

const MEANS: Record<ScanError['reason'], string> = {
  denied: 'not allowed',
  throttled: 'throttled',
  unsupported: 'not supported here',
  failed: 'failed',
  not_read: 'not read',
};

/** Those that say the same of a service are one line, with the places that they say it of. */
function bySaying(errors: readonly ScanError[]): Map<string, ScanError[]> {
  const groups = new Map<string, ScanError[]>();
  for (const error of errors) {
    const saying = `${error.service}: ${MEANS[error.reason]} (${error.code})`;
    groups.set(saying, [...(groups.get(saying) ?? []), error]);
  }
  return groups;
}

/** What a scan could not read: nothing is said of it, neither good nor bad. Asked for when it is opened. */
export function ScanErrors({ scanId }: { scanId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="whole">
      <summary>What could not be read</summary>
      {isOpen && <Told scanId={scanId} />}
    </details>
  );
}

const Told = ({ scanId }: { scanId: string }) => (
  <Shown of={useQuery(scanOf(scanId))}>
    {({ errors }) => (
      <>
        <p className="soft">
          Findings of these resources stay as they were. <AsCurl path={`/scans/${scanId}`} />
        </p>
        <ul className="rows" aria-label="What could not be read">
          {[...bySaying(errors)].map(([saying, those]) => (
            <li key={saying}>
              {saying}
              <small className="soft line">
                {those[0]?.message}, in {placesOf(those)}
              </small>
            </li>
          ))}
        </ul>
      </>
    )}
  </Shown>
);

const MOST_PLACES = 3;

function placesOf(errors: readonly ScanError[]): string {
  const places = [...new Set(errors.map(({ accountId, region }) => `${accountId} ${region}`))];
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
