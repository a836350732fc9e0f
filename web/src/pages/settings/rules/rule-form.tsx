import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { Problem } from '../../../ui/problem.js';
import { ChannelChoice } from './channel-choice.js';
import { ConditionFields } from './condition-fields.js';
import { conditions, endingFacts, type Fact, facts } from './conditions.js';
import { EscalationFields } from './escalation-fields.js';
import { ruleIn } from './form-values.js';
import { TimingFields } from './timing-fields.js';

interface Props {
  before?: Schemas['NotificationRule'];
  save: (rule: Schemas['SaveNotificationRule']) => void;
  isSaving: boolean;
  error: Error | null;
}

/** What is told, whom, and when. */
export function RuleForm({ before, save, isSaving, error }: Props) {
  const had = facts.find((one) => one === before?.when['fact']);
  const [fact, setFact] = useState<Fact>(had ?? 'finding.opened');
  const named = before === undefined || before.channels === 'all' ? undefined : before.channels;
  const [whom, setWhom] = useState(named === undefined ? 'all' : 'these');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(ruleIn(new FormData(event.currentTarget), fact));
  };
  return (
    <form onSubmit={submit} className="stack narrow">
      <label>
        Name
        <input name="name" required maxLength={128} autoComplete="off" defaultValue={before?.name} />
      </label>
      <label>
        What it is for
        <input
          name="description"
          maxLength={512}
          autoComplete="off"
          defaultValue={before?.description ?? ''}
        />
      </label>
      <label>
        What has happened
        <select
          value={fact}
          onChange={({ target }) => setFact(facts.find((one) => one === target.value) ?? fact)}
        >
          {facts.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {conditions[fact].length > 0 && (
        <p className="soft">
          All that is filled in must hold; of several values, with commas between, one is enough.
        </p>
      )}
      <ConditionFields fact={fact} before={fact === had ? before?.when : undefined} />
      <label>
        Whom
        <select name="whom" value={whom} onChange={({ target }) => setWhom(target.value)}>
          <option value="all">all channels, also later ones</option>
          <option value="these">these channels</option>
        </select>
      </label>
      {whom === 'these' && <ChannelChoice name="channels" label="Channels" before={named ?? []} />}
      <TimingFields before={before} />
      {endingFacts.has(fact) && <EscalationFields before={before?.escalation ?? null} />}
      <label className="check">
        <input type="checkbox" name="enabled" defaultChecked={before?.enabled ?? true} /> It is on
      </label>
      <Problem error={error} />
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          {before === undefined ? 'Make the rule' : 'Save'}
        </button>
      </p>
    </form>
  );
}
