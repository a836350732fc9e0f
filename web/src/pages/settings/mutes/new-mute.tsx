import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { For } from '../for.js';
import { MuteForm } from './mute-form.js';
import { mutesChanged } from './queries.js';

export function NewMute() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: (body: Schemas['SaveMute']) => bodyOf(api.POST('/mutes', { body })),
    onSuccess: async (made) => {
      await navigate({ to: '/settings/mutes/$muteId', params: { muteId: made.id } });
      await mutesChanged(queryClient, made);
    },
  });
  return (
    <div className="parts narrow">
      <p>
        <Link to="/settings/mutes">← Mutes</Link>
      </p>
      <h2>New mute</h2>
      <For role="admin">
        <section className="card">
          <MuteForm save={make.mutate} isSaving={make.isPending} error={make.error} />
        </section>
      </For>
    </div>
  );
}
