import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { Problem } from '../../../ui/problem.js';
import { DryRun } from './dry-run.js';
import { isSame, type Rule, type Values, valuesIn } from './form-values.js';
import { RuleFields } from './rule-fields.js';
import { WordFields } from './word-fields.js';

const NONE: Rule = { resourceType: '', expression: '' };

/** A control, empty or as one is. It is switched on only with a rule whose dry run was seen. */
export function ControlForm({
  before,
  tryOut,
  save,
  isSaving,
  error,
  id,
}: {
  before?: Schemas['CustomControl'];
  /** Asks what the rule says of the inventory. */
  tryOut: (rule: Rule) => Promise<Schemas['DryRun']>;
  save: (values: Values, form: FormData) => void;
  isSaving: boolean;
  error: Error | null;
  /** The field of a new control's id. */
  id?: ReactNode;
}) {
  const [rule, setRule] = useState<Rule>(before ?? NONE);
  const [isOn, setOn] = useState(before?.enabled ?? false);
  const dryRun = useMutation({ mutationFn: tryOut });
  const isShown = dryRun.variables !== undefined && isSame(dryRun.variables, rule);
  const mayBeOn =
    (isShown && dryRun.data?.metLimit === false) || (before?.isTried === true && isSame(before, rule));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save(valuesIn(form, rule), form);
  };
  return (
    <form onSubmit={submit} className="pair">
      <div className="stack card">
        {id}
        <WordFields before={before} />
      </div>
      <div className="stack card">
        <RuleFields rule={rule} change={setRule} />
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={dryRun.isPending || rule.resourceType.trim() === '' || rule.expression.trim() === ''}
            onClick={() => dryRun.mutate(rule)}
          >
            {dryRun.isPending ? 'Trying …' : 'Dry run'}
          </button>
        </p>
        {isShown && <Problem error={dryRun.error} />}
        <div aria-live="polite">
          {dryRun.data &&
            (isShown ? (
              <DryRun of={dryRun.data} />
            ) : (
              <p className="soft">The rule is another now: try it.</p>
            ))}
        </div>
        <label className="check">
          <input
            type="checkbox"
            name="enabled"
            checked={isOn && mayBeOn}
            disabled={!mayBeOn}
            onChange={({ target }) => setOn(target.checked)}
          />{' '}
          It is on
        </label>
        {!mayBeOn && (
          <p className="soft">
            {before?.enabled === true
              ? 'With this rule it is saved switched off: a dry run comes before it decides.'
              : 'A dry run comes before it is switched on.'}
          </p>
        )}
        <Problem error={error} />
        <p className="actions">
          <button className="button primary" disabled={isSaving}>
            {isSaving ? 'Saving …' : 'Save'}
          </button>
        </p>
      </div>
    </form>
  );
}
