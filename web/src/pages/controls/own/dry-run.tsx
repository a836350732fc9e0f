import type { Schemas } from '../../../api/api.js';
import { Copy } from '../../../ui/copy.js';
import { Evidence } from '../../../ui/evidence.js';
import { ResourceLink } from '../../../ui/resource-link.js';
import { Tally } from '../../../ui/tally.js';
import { VerdictBadge, verdicts } from '../../../ui/verdict.js';

/** What a rule says of the inventory: how many of each verdict, and some of them with what decided. */
export const DryRun = ({
  of: { resources, isComplete, counts, metLimit, samples },
}: {
  of: Schemas['DryRun'];
}) => (
  <div data-part="dry-run">
    <p>
      It was tried on <b data-count="tried">{resources.toLocaleString('en-US')}</b>{' '}
      {resources === 1 ? 'resource' : 'resources'}
      {isComplete ? '' : ', and there are more'}: <Tally of={counts} />
    </p>
    {resources === 0 && <p className="soft">The inventory holds none of this type: a scan fills it.</p>}
    {metLimit && (
      <p className="problem">It was stopped on some, as it computes too long: it cannot be switched on so.</p>
    )}
    {verdicts.map((verdict) => {
      const some = samples.filter((one) => one.verdict === verdict);
      return some.length === 0 ? null : (
        <ul key={verdict} className="rows">
          {some.map((one) => (
            <li key={one.resourceArn}>
              <VerdictBadge of={one.verdict} />
              <ResourceLink arn={one.resourceArn} apart /> <Copy text={one.resourceArn} what="ARN" />
              {Object.keys(one.evidence).length > 0 && <Evidence evidence={one.evidence} />}
            </li>
          ))}
        </ul>
      );
    })}
    {samples.length > 0 && <p className="soft">These are a few of each kind.</p>}
  </div>
);
