import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { Confirm } from '../../../ui/confirm.js';
import { Problem } from '../../../ui/problem.js';
import { ChangeIt } from '../change-it.js';
import { ChannelForm, type ChannelValues } from './channel-form.js';
import { channelOf, channels, channelsChanged } from './queries.js';

/**
 * What is other than it was. Where a channel leads is checked anew with each change of that, and one whose address is
 * not allowed any more could else not even be switched off.
 */
function otherThan(before: Schemas['NotificationChannel'], { config, ...values }: ChannelValues) {
  const isOther = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before.config[name]);
  const other = Object.entries(config).filter(isOther);
  return other.length === 0 ? values : { ...values, config: Object.fromEntries(other) };
}

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
      <ChangeIt now={channel} versionOf={({ updatedAt }) => updatedAt} mutation={save}>
        {(before, form) => (
          <ChannelForm before={before} {...form} save={(values) => form.save(otherThan(before, values))} />
        )}
      </ChangeIt>
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
