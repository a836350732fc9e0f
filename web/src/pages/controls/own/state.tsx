import type { Schemas } from '../../../api/api.js';

/** Whether it decides, and if not, whether it may. */
export const State = ({ of: { enabled, isTried } }: { of: Schemas['CustomControl'] }) => (
  <>
    <span className={enabled ? 'chip good' : 'chip'}>{enabled ? 'on' : 'off'}</span>
    {!isTried && <span className="chip">not tried</span>}
  </>
);
