import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { Confirm } from '../../../ui/confirm.js';
import { ChangeIt } from '../change-it.js';
import { forgetLists, ruleOf, rulesChanged } from './queries.js';
import { RuleForm } from './rule-form.js';

export function ChangeRule({ rule }: { rule: Schemas['NotificationRule'] }) {
  const params = { path: { id: rule.id } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: Schemas['SaveNotificationRule']) =>
      bodyOf(api.PUT('/notifications/rules/{id}', { params, body })),
    onSuccess: (now) => rulesChanged(queryClient, now),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/notifications/rules/{id}', { params }),
    onSuccess: async () => {
      forgetLists(queryClient); // what is gone is not shown for a moment
      await navigate({ to: '/settings/rules' });
      queryClient.removeQueries({ queryKey: ruleOf(rule.id).queryKey });
    },
  });
  return (
    <>
      <ChangeIt now={rule} versionOf={({ version }) => version} mutation={save}>
        {(before, form) => <RuleForm before={before} {...form} />}
      </ChangeIt>
      <p className="actions">
        <Confirm act="Delete" name={rule.name} title="Delete this rule?" mutation={remove}>
          <p>
            Nobody is told by “{rule.name}” any more
            {rule.isDefault && ', and it does not come back, though every tenant has it from the start'}.
          </p>
        </Confirm>
      </p>
    </>
  );
}
