import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { PlanAndAsk } from './plan-and-ask.js';
import { SuppressChosen } from './suppress-chosen.js';

/** The API plans this many in one remediation. */
const MOST_PLANNED = 500;

interface Props {
  items: readonly Schemas['Finding'][];
  chosen: ReadonlySet<string>;
  chooseAll: (ids: readonly string[]) => void;
}

/** What can be done with the findings that were chosen, and how to choose all that are shown. */
export function Chosen({ items, chosen, chooseAll }: Props) {
  const [dialog, setDialog] = useState<'suppress' | 'plan' | undefined>();
  const ids = [...chosen];
  const close = () => setDialog(undefined);
  return (
    <div className="actions chosen">
      <label className="check">
        <input
          type="checkbox"
          checked={items.every(({ id }) => chosen.has(id))}
          onChange={({ target }) => chooseAll(target.checked ? items.map(({ id }) => id) : [])}
        />
        All {items.length} that were read
      </label>
      {ids.length > 0 && (
        <>
          <span aria-live="polite">
            <b data-count="chosen">{ids.length}</b> chosen
          </span>
          <button type="button" className="button" onClick={() => setDialog('suppress')}>
            Suppress …
          </button>
          <button
            type="button"
            className="button"
            disabled={ids.length > MOST_PLANNED}
            title={ids.length > MOST_PLANNED ? `At most ${MOST_PLANNED} in one remediation` : undefined}
            onClick={() => setDialog('plan')}
          >
            Plan the fixes …
          </button>
          <button type="button" className="button" onClick={() => chooseAll([])}>
            None
          </button>
        </>
      )}
      <SuppressChosen ids={ids} isOpen={dialog === 'suppress'} close={close} keep={chooseAll} />
      <Dialog title={`Fix ${ids.length} findings`} isOpen={dialog === 'plan'} close={close}>
        <PlanAndAsk findingIds={ids} />
      </Dialog>
    </div>
  );
}
