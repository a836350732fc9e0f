import type { Schemas } from '../../../api/api.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { MessageView } from '../channels/message-view.js';

type Trial = Schemas['NotificationRulesTrial'];

/** Which rules want it, whom they tell, when, and in which words. @param ruleId the rule that one looks at */
export const TrialResult = ({
  of: { matches, tellings, refused, message },
  ruleId,
}: {
  of: Trial;
  ruleId: string | undefined;
}) => (
  <section className="preview" role="status" aria-label="Who would be told">
    {ruleId !== undefined && (
      <p>
        This rule{' '}
        <b data-trial={ruleId}>
          {matches.some((one) => one.ruleId === ruleId) ? 'wants it' : 'does not want it'}
        </b>
        .
      </p>
    )}
    <p>
      <b data-count="matches">{matches.length}</b> {matches.length === 1 ? 'rule wants' : 'rules want'} it:{' '}
      <b data-count="tellings">{tellings.length}</b> {tellings.length === 1 ? 'message' : 'messages'}.
    </p>
    {matches.length === 0 && tellings.length === 0 && (
      <Empty title="Nobody would be told">
        <p>A rule that is off, asks for something else or has no channel tells nothing.</p>
      </Empty>
    )}
    <ul className="rows">
      {matches.map(({ ruleId: id, name, recipients, dueAt, isDigest, escalation }) => (
        <li key={id}>
          <b>{name}</b> to {recipients.map((one) => one.name).join(', ') || 'no channel that is on'},{' '}
          <Time at={dueAt} />
          {isDigest && ' together with others'}
          {escalation !== null && (
            <span className="line soft">
              else {escalation.recipients.map((one) => one.name).join(', ')} <Time at={escalation.at} />
            </span>
          )}
        </li>
      ))}
      {refused.map(({ target, reason }) => (
        <li key={target} className="bad">
          {target}: {reason}
        </li>
      ))}
    </ul>
    {message !== null && <MessageView of={message} />}
  </section>
);
