import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay, useSession } from '../../api/session.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { approvalOf, APPROVALS } from './queries.js';

const ways = ['approve', 'reject'] as const;
type Way = (typeof ways)[number];

/** Who may say yes or no to it. */
export const decidersOf = (level: number): string => (level === 1 ? 'approvers and admins' : 'admins');

/** Says yes or no, with a word about why. Whoever asked is refused by the API, which says so. */
export function Decide({ approval: { id, level, decisions } }: { approval: Schemas['Approval'] }) {
  const { data: session } = useSession();
  const mayDecide = useMay(level === 1 ? 'approver' : 'admin');
  const hasDecided = decisions.some(({ decidedBy }) => decidedBy === session?.owner);
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ way, comment }: { way: Way; comment: string }) => {
      const asked = { params: { path: { id } }, body: comment === '' ? {} : { comment } };
      return bodyOf(
        way === 'approve'
          ? api.POST('/approvals/{id}/approve', asked)
          : api.POST('/approvals/{id}/reject', asked),
      );
    },
    onSuccess: (now) => queryClient.setQueryData(approvalOf(id).queryKey, now),
    // also where it was refused: somebody else may have decided
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: [APPROVALS] }),
        queryClient.invalidateQueries({ queryKey: ['overview', 'decisions'] }),
      ]),
  });
  if (hasDecided || !mayDecide)
    return (
      <section className="card">
        <h2>Your decision</h2>
        <p className="soft">
          {hasDecided
            ? 'You have approved it: it waits for another person.'
            : `Of this ${decidersOf(level)} decide. Send them the address of this page.`}
        </p>
      </section>
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const way = ways.find((one) => submitter instanceof HTMLButtonElement && submitter.value === one);
    const comment = textIn(new FormData(event.currentTarget), 'comment');
    if (way !== undefined) decide.mutate({ way, comment });
  };
  return (
    <section className="card">
      <h2>Your decision</h2>
      <form onSubmit={submit} className="stack">
        <label>
          Comment (goes to the workflow and into the audit log)
          <textarea name="comment" maxLength={2000} rows={3} />
        </label>
        <Problem error={decide.error} />
        <p className="actions">
          <button className="button primary" value="approve" disabled={decide.isPending}>
            Approve
          </button>
          <button className="button danger" value="reject" disabled={decide.isPending}>
            Reject
          </button>
        </p>
      </form>
    </section>
  );
}
