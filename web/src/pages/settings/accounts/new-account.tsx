import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/api.js';
import { For } from '../for.js';
import { AccountForm } from './account-form.js';
import type { AccountValues } from './form-values.js';
import { accountOf, accountsChanged } from './queries.js';
import { Steps } from './steps.js';

/** The first step of adding an account; the others stand on the account's own page. */
export function NewAccount() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const register = useMutation({
    mutationFn: (body: AccountValues) => bodyOf(api.POST('/accounts', { body })),
    onSuccess: async (made) => {
      queryClient.setQueryData(accountOf(made.id).queryKey, made);
      await navigate({ to: '/settings/accounts/$accountId', params: { accountId: made.id } });
      await accountsChanged(queryClient);
    },
  });
  return (
    <div className="parts narrow">
      <p>
        <Link to="/settings/accounts">← Accounts</Link>
      </p>
      <h2>Add an account</h2>
      <For role="admin">
        <Steps at={0} />
        <section className="card">
          <AccountForm save={register.mutate} isSaving={register.isPending} error={register.error} />
        </section>
      </For>
    </div>
  );
}
