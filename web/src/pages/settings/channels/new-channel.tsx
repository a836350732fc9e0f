import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { For } from '../for.js';
import { ChannelForm, type ChannelValues } from './channel-form.js';
import { channelsChanged } from './queries.js';

export function NewChannel() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: (values: ChannelValues) =>
      // whether the fields are those of its type is checked there
      bodyOf(api.POST('/notifications/channels', { body: values as Schemas['SaveNotificationChannel'] })),
    gcTime: 0, // it holds what is secret
    onSuccess: async (made) => {
      await navigate({ to: '/settings/channels/$channelId', params: { channelId: made.id } });
      await channelsChanged(queryClient, made);
    },
  });
  return (
    <div className="parts narrow">
      <p>
        <Link to="/settings/channels">← Channels</Link>
      </p>
      <h2>New channel</h2>
      <For role="admin">
        <section className="card">
          <ChannelForm save={make.mutate} isSaving={make.isPending} error={make.error} />
        </section>
      </For>
    </div>
  );
}
