import { Empty } from '../../../ui/states.js';

/** Instead of a form, to who has its address and may not send it. */
export const ForAdmins = () => (
  <Empty title="Admins write controls">
    <p>Sign in with a key that may, or send one of them the address of this page.</p>
  </Empty>
);
