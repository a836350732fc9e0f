import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Problem } from '../../ui/problem.js';
import { PATCHING, scanOf } from './queries.js';

/** Asks Inspector and Systems Manager anew, and shows how far that is. */
export function ScanForVulnerabilities() {
  const start = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/scans/vulnerabilities', { params: { query: { wait: 0 } }, body: {} })),
  });
  return (
    <>
      <p>
        <button type="button" className="button" disabled={start.isPending} onClick={() => start.mutate()}>
          Scan for vulnerabilities
        </button>
      </p>
      {start.data !== undefined && <Progress scanId={start.data.scanId} />}
      <Problem error={start.error} />
    </>
  );
}

function Progress({ scanId }: { scanId: string }) {
  const queryClient = useQueryClient();
  const { data: scan } = useQuery(scanOf(scanId));
  const isOver = scan !== undefined && scan.status !== 'queued' && scan.status !== 'running';
  useEffect(() => {
    if (!isOver) return;
    for (const list of ['vulnerabilities', 'compliance'])
      void queryClient.invalidateQueries({ queryKey: [PATCHING, list] });
  }, [isOver, queryClient]);
  const { unitsDone = 0, unitsTotal = 0 } = scan?.progress ?? {};
  return (
    <div role="status">
      {isOver ? (
        <>
          The scan is {scan.status.replaceAll('_', ' ')}.
          {scan.errors.length > 0 && <Unread of={scan.errors} />}
        </>
      ) : (
        <progress
          max={Math.max(unitsTotal, 1)}
          value={unitsDone}
          aria-label={`${unitsDone} of ${unitsTotal} parts are read`}
        />
      )}
    </div>
  );
}

/** What could not be read: nothing new is known of it. */
const Unread = ({ of: errors }: { of: Schemas['Scan']['errors'] }) => (
  <details>
    <summary>{errors.length === 1 ? '1 part' : `${errors.length} parts`} could not be read</summary>
    <ul className="rows">
      {errors.map(({ accountId, region, service, part, code, message }, i) => (
        <li key={`${accountId}${region}${service}${i}`}>
          <span className="soft">
            {accountId} {region} {service} {part}
          </span>
          <span>
            {code}: {message}
          </span>
        </li>
      ))}
    </ul>
  </details>
);
