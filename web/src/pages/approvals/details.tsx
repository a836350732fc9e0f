import { JsonTree } from '../../ui/json-tree.js';
import { Empty } from '../../ui/states.js';
import { containmentIn } from './asked-containment.js';
import { installationIn, patchesIn } from './asked-patches.js';
import { planIn } from './asked-plan.js';
import { ContainmentAsked } from './containment-asked.js';
import { InstallationAsked, PatchesAsked } from './patches-asked.js';
import { PlanAsked } from './plan-asked.js';

/** What will be done when the answer is yes. */
export const Details = ({ details }: { details: unknown }) => (
  <section className="card">
    <h2>What will be done</h2>
    <Asked details={details} />
  </section>
);

/** What the product's own workflows ask in words; what a tenant's ask as it was given. */
function Asked({ details }: { details: unknown }) {
  const plan = planIn(details);
  if (plan !== undefined) return <PlanAsked of={plan} />;
  const containment = containmentIn(details);
  if (containment !== undefined) return <ContainmentAsked of={containment} />;
  const patches = patchesIn(details);
  if (patches !== undefined) return <PatchesAsked of={patches} />;
  const installation = installationIn(details);
  if (installation !== undefined) return <InstallationAsked of={installation} />;
  const given = Object.entries((details ?? {}) as Record<string, unknown>);
  if (given.length === 0)
    return (
      <Empty title="The workflow says no more than its title">
        <p>Its execution, named above, has its whole input: GET /workflows/{'{executionArn}'}/history</p>
      </Empty>
    );
  return (
    <ul className="tree">
      {given.map(([name, value]) => (
        <JsonTree key={name} name={name} value={value} isOpen />
      ))}
    </ul>
  );
}
