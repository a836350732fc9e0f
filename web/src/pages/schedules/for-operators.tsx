import { Empty } from '../../ui/states.js';

/** Instead of a form, to who has its address and may not send it. */
export const ForOperators = () => (
  <Empty title="Operators make and change schedules">
    <p>Sign in with a key that may, or send one of them the address of this page.</p>
  </Empty>
);
