import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Problem } from '../../ui/problem.js';
import { CloseDialog } from './close-dialog.js';
import { ContainDialog } from './contain-dialog.js';
import { changed } from './queries.js';
import { ReleaseDialog } from './release-dialog.js';
import { leftOf } from './standing.js';

const NOW = {
  containing: 'Its resources are being contained now: this page follows it.',
  releasing: 'Its resources are being released now: this page follows it.',
} as const;

/** What can be done about it now, by who is signed in. */
export function Actions({ incident }: { incident: Schemas['Incident'] }) {
  const { id, status, underWay, acknowledgedAt, resourceArns } = incident;
  const [dialog, setDialog] = useState<'contain' | 'release' | 'close' | undefined>();
  const [isOperator, isApprover] = [useMay('operator'), useMay('approver')];
  const queryClient = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => bodyOf(api.POST('/incidents/{id}/acknowledge', { params: { path: { id } }, body: {} })),
    onSuccess: (now) => changed(queryClient, now),
  });
  if (!isOperator) return null;
  const left = leftOf(incident);
  const isOver = status === 'closed';
  const canContain = resourceArns.some((arn) => left.every((one) => one.resourceArn !== arn));
  const close = () => setDialog(undefined);
  return (
    <section aria-label="What can be done">
      <p className="actions">
        {acknowledgedAt === null && !isOver && (
          <button
            type="button"
            className="button primary"
            disabled={acknowledge.isPending}
            onClick={() => acknowledge.mutate()}
          >
            Acknowledge
          </button>
        )}
        {isApprover && !isOver && underWay === null && canContain && (
          <button type="button" className="button danger" onClick={() => setDialog('contain')}>
            Contain …
          </button>
        )}
        {isApprover && underWay === null && left.length > 0 && (
          <button type="button" className="button danger" onClick={() => setDialog('release')}>
            Release …
          </button>
        )}
        {!isOver && underWay === null && (
          <button type="button" className="button" onClick={() => setDialog('close')}>
            Close …
          </button>
        )}
      </p>
      {!isApprover && !isOver && <p className="soft">Approvers contain and release its resources.</p>}
      <p role="status">{underWay === null ? '' : NOW[underWay]}</p>
      <Problem error={acknowledge.error} />
      <ContainDialog incident={incident} isOpen={dialog === 'contain'} close={close} />
      <ReleaseDialog incident={incident} isOpen={dialog === 'release'} close={close} />
      <CloseDialog incident={incident} isOpen={dialog === 'close'} close={close} />
    </section>
  );
}
