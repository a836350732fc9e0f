import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';

/** Switches the scan on and off, and starts it now. */
export function SettingsSwitch({ isOn, isRunning }: { isOn: boolean; isRunning: boolean }) {
  const queryClient = useQueryClient();
  const onSettled = () => changed(queryClient);
  const turn = useMutation({
    mutationFn: () =>
      bodyOf(
        isOn
          ? api.POST('/api/schedule/disable', { body: {} })
          : api.POST('/api/schedule/enable', { body: {} }),
      ),
    onSettled,
  });
  const trigger = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/schedule/trigger', { body: { source: 'page' } })),
    onSettled,
  });
  return (
    <>
      <p className="actions">
        <button type="button" className="button" disabled={turn.isPending} onClick={() => turn.mutate()}>
          {isOn ? 'Switch off' : 'Switch on'}
        </button>
        <button
          type="button"
          className="button"
          disabled={trigger.isPending || isRunning}
          onClick={() => trigger.mutate()}
        >
          Scan now
        </button>
      </p>
      {trigger.data && (
        <p role="status">
          Scan <code>{trigger.data.scanId}</code> <Copy text={trigger.data.scanId} what="id of the scan" />{' '}
          was asked for.
        </p>
      )}
      <Problem error={turn.error ?? trigger.error} />
    </>
  );
}
