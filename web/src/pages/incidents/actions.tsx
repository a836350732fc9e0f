import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Problem } from '../../ui/problem.js';
import { Close } from './close.js';
import { Contain } from './contain.js';
import { changed } from './queries.js';
import { Release } from './release.js';
import { leftOf } from './standing.js';

const NOW = {
  containing: 'Its resources are being contained now: this page follows it.',
  releasing: 'Its resources are being released now: this page follows it.',
} as const;

const STEPS = {
  contain: { title: 'Contain its resources', Form: Contain },
  release: { title: 'Release its resources', Form: Release },
  close: { title: 'Close this incident', Form: Close },
} as const;

/** What can be done about it now, by who is signed in. */
export function Actions({ incident }: { incident: Schemas['Incident'] }) {
  const { id, status, underWay, acknowledgedAt, resourceArns } = incident;
  const [asked, setAsked] = useState<keyof typeof STEPS | undefined>();
  const [isOperator, isApprover] = [useMay('operator'), useMay('approver')];
  const queryClient = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => bodyOf(api.POST('/incidents/{id}/acknowledge', { params: { path: { id } }, body: {} })),
    onSuccess: (now) => changed(queryClient, now),
  });
  if (!isOperator) return null;
  const isOver = status === 'closed';
  const step = asked && STEPS[asked];
  const end = () => setAsked(undefined);
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
        {/* also where it is contained already: somebody may have undone that in the account */}
        {isApprover && !isOver && underWay === null && resourceArns.length > 0 && (
          <button type="button" className="button danger" onClick={() => setAsked('contain')}>
            Contain …
          </button>
        )}
        {isApprover && underWay === null && leftOf(incident).length > 0 && (
          <button type="button" className="button danger" onClick={() => setAsked('release')}>
            Release …
          </button>
        )}
        {!isOver && underWay === null && (
          <button type="button" className="button" onClick={() => setAsked('close')}>
            Close …
          </button>
        )}
      </p>
      {!isApprover && !isOver && <p className="soft">Approvers contain and release its resources.</p>}
      <p role="status">{underWay === null ? '' : NOW[underWay]}</p>
      <Problem error={acknowledge.error} />
      {/* it stays when the step is offered no more: what was typed is not lost to what somebody else does */}
      <Dialog title={step?.title ?? ''} isOpen={step !== undefined} close={end}>
        {step && <step.Form incident={incident} close={end} />}
      </Dialog>
    </section>
  );
}
