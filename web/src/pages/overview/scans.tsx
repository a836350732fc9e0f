import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Problem } from '../../ui/problem.js';
import { Empty, Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { Time } from '../../ui/time.js';
import { scans } from './queries.js';
import { ScanErrors } from './scan-errors.js';

/** The last scans, how far those are that run, and a button for another. */
export function Scans() {
  const queryClient = useQueryClient();
  const mayScan = useMay('operator');
  const start = useMutation({
    mutationFn: () => bodyOf(api.POST('/scans', { body: {} })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: scans.queryKey }),
  });
  return (
    <Tile title="Scans" curl="/scans?limit=5">
      {mayScan && (
        <p>
          <button type="button" className="button" disabled={start.isPending} onClick={() => start.mutate()}>
            Scan now
          </button>
        </p>
      )}
      <Problem error={start.error} />
      <Shown of={useQuery(scans)}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing was scanned yet" />
          ) : (
            <ul className="rows" aria-live="polite">
              {items.map(({ scanId, scanType, status, createdAt, progress }) => (
                <li key={scanId} data-scan={scanId}>
                  <span>
                    {scanType}, {status.replaceAll('_', ' ')} <Time at={createdAt} short />
                  </span>
                  {status === 'running' ? (
                    <progress
                      max={Math.max(progress.unitsTotal, 1)}
                      value={progress.unitsDone}
                      aria-label={`${progress.unitsDone} of ${progress.unitsTotal} parts are read`}
                    />
                  ) : (
                    <span className="soft">
                      {progress.resources.toLocaleString('en-US')} resources,{' '}
                      {progress.findings.toLocaleString('en-US')} findings
                    </span>
                  )}
                  {(status === 'completed_with_errors' || status === 'failed') && (
                    <ScanErrors scanId={scanId} />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Tile>
  );
}
