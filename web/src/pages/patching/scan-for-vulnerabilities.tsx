import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf } from '../../api/api.js';
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
      <p className="actions">
        <button type="button" className="button" disabled={start.isPending} onClick={() => start.mutate()}>
          Scan for vulnerabilities
        </button>
        {start.data !== undefined && <Progress scanId={start.data.scanId} />}
      </p>
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
    <span role="status">
      {isOver ? (
        `The scan is ${scan.status.replaceAll('_', ' ')}.`
      ) : (
        <progress
          max={Math.max(unitsTotal, 1)}
          value={unitsDone}
          aria-label={`${unitsDone} of ${unitsTotal} parts are read`}
        />
      )}
    </span>
  );
}
