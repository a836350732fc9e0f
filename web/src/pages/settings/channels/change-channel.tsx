import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { Confirm } from '../../../ui/confirm.js';
import { Problem } from '../../../ui/problem.js';
import { ChannelForm, type ChannelValues } from './channel-form.js';
import { channelOf, channels, channelsChanged } from './queries.js';

/** Changes or deletes a channel; one that variables of the service name is switched on and off alone. */
export function ChangeChannel({ channel }: { channel: Schemas['NotificationChannel'] }) {
  const { id, name, enabled, origin } = channel;
  const params = { path: { id } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: Partial<ChannelValues>) =>
      bodyOf(api.PUT('/notifications/channels/{id}', { params, body })),
    gcTime: 0, // it holds what is secret
    onSuccess: (now) => channelsChanged(queryClient, now),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/notifications/channels/{id}', { params }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: channels.queryKey }); // what is gone is not shown for a moment
      await navigate({ to: '/settings/channels' });
      queryClient.removeQueries({ queryKey: channelOf(id).queryKey });
      await channelsChanged(queryClient);
    },
  });
  if (origin === 'environment')
    return (
      <section className="card">
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={save.isPending}
            onClick={() => save.mutate({ enabled: !enabled })}
          >
            {enabled ? 'Switch off' : 'Switch on'}
          </button>
        </p>
        <Problem error={save.error} />
      </section>
    );
  return (
    <>
      <details className="card">
        <summary>Change it</summary>
        <ChannelForm before={channel} save={save.mutate} isSaving={save.isPending} error={save.error} />
      </details>
      <p className="actions">
        <Confirm act="Delete" name={name} title="Delete this channel?" mutation={remove}>
          <p>
            Nobody is told by “{name}” any more, whatever rules name it. What was sent stays in the record.
          </p>
        </Confirm>
      </p>
    </>
  );
}
