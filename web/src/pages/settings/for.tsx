import type { ReactNode } from 'react';
import { type Role, useMay } from '../../api/session.js';
import { Empty } from '../../ui/states.js';

/** Shows what is for a role to who has it; the others may have come by its address. */
export function For({ role, children }: { role: Role; children: ReactNode }) {
  const may = useMay(role);
  if (may) return children;
  const whom = role === 'platform' ? 'the platform key' : `a key of the role ${role}`;
  return (
    <Empty title={`This is for ${whom}`}>
      <p>Sign in with one, or send who has it the address of this page.</p>
    </Empty>
  );
}
