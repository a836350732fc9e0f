import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { Confirm } from '../../../ui/confirm.js';
import { ChangeIt } from '../change-it.js';
import { AccountForm } from './account-form.js';
import type { AccountValues } from './form-values.js';
import { accountOf, ACCOUNTS, accountsChanged } from './queries.js';

/** Changes what an account is registered with, or removes it. */
export function ChangeAccount({ account }: { account: Schemas['Account'] }) {
  const { id, name, accountId } = account;
  const params = { path: { id } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: AccountValues) => bodyOf(api.PUT('/accounts/{id}', { params, body })),
    onSuccess: (now) => {
      queryClient.setQueryData(accountOf(id).queryKey, now);
      return accountsChanged(queryClient);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/accounts/{id}', { params }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: [ACCOUNTS, 'list'] }); // what is gone is not shown for a moment
      await navigate({ to: '/settings/accounts' });
      queryClient.removeQueries({ queryKey: accountOf(id).queryKey });
    },
  });
  return (
    <>
      <ChangeIt now={account} versionOf={({ updatedAt }) => updatedAt} mutation={save}>
        {(before, form) => (
          <>
            <p className="soft">Another role or external id has to be verified anew.</p>
            <AccountForm before={before} {...form} />
          </>
        )}
      </ChangeIt>
      <p className="actions">
        <Confirm act="Remove" name={name} title="Remove this account?" mutation={remove}>
          <p>
            “{name}” ({accountId}) is left out of later scans. Its inventory and findings stay. The role in it
            stays too: delete its stack <code>compliance-shepherd-member</code> there.
          </p>
        </Confirm>
      </p>
    </>
  );
}
