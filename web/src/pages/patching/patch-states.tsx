import type { Schemas } from '../../api/api.js';

type Instance = Schemas['PatchBatch']['instances'][number];

/** Each patch that was to be installed, as Systems Manager says: before, after, and once it was rolled back. */
export function PatchStates({
  instance: { patches, before, after, restored },
}: {
  instance: Pick<Instance, 'patches' | 'before' | 'after' | 'restored'>;
}) {
  const back = restored?.patches ?? null;
  return (
    <div className="across" tabIndex={0} role="group" aria-label="Patches">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Patch</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            {back !== null && <th scope="col">Rolled back</th>}
          </tr>
        </thead>
        <tbody>
          {patches.map(({ patchId, severity, cveIds }) => (
            <tr key={patchId}>
              <td>
                {patchId} <span className="soft">{[severity, ...cveIds].join(', ')}</span>
              </td>
              <td>{before?.approved[patchId] ?? '–'}</td>
              <td>{after?.approved[patchId] ?? '–'}</td>
              {back !== null && <td>{back.approved[patchId] ?? '–'}</td>}
            </tr>
          ))}
          <tr>
            <td>All that Patch Manager lists</td>
            <td>{countsOf(before)}</td>
            <td>{countsOf(after)}</td>
            {back !== null && <td>{countsOf(back)}</td>}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function countsOf(states: Instance['before']): string {
  if (states === null) return '–';
  const { installed, missing, failed, pendingReboot } = states.counts;
  return [
    `${installed} installed`,
    `${missing} missing`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(pendingReboot > 0 ? [`${pendingReboot} pending reboot`] : []),
  ].join(', ');
}
