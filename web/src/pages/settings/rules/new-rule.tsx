import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { For } from '../for.js';
import { rulesChanged } from './queries.js';
import { RuleForm } from './rule-form.js';

export function NewRule() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: (body: Schemas['SaveNotificationRule']) => bodyOf(api.POST('/notifications/rules', { body })),
    onSuccess: async (made) => {
      await navigate({ to: '/settings/rules/$ruleId', params: { ruleId: made.id } });
      await rulesChanged(queryClient, made);
    },
  });
  return (
    <div className="parts narrow">
      <p>
        <Link to="/settings/rules">← Rules</Link>
      </p>
      <h2>New rule</h2>
      <For role="admin">
        <section className="card">
          <RuleForm save={make.mutate} isSaving={make.isPending} error={make.error} />
        </section>
      </For>
    </div>
  );
}
