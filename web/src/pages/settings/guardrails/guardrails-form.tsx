import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { objectIn } from '../../../ui/json.js';
import { JsonField } from '../../../ui/json-field.js';
import { Problem } from '../../../ui/problem.js';
import { tagInWords } from '../tags.js';
import { AllOrThese, NumberField, OneOf } from './choices.js';
import { settingsIn } from './form-values.js';
import { HoursFields } from './hours-fields.js';

type Settings = Schemas['GuardrailSettings'];

interface Props {
  settings: Settings;
  isOfAll: boolean;
  save: (settings: Settings) => void;
  isSaving: boolean;
  error: Error | null;
}

const YES_NO = [
  ['yes', 'yes'],
  ['no', 'no'],
] as const;
const said = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'yes' : 'no');

/** What is set for an account: a field that is left is as it is for all, or by default. */
export function GuardrailsForm({ settings, isOfAll, save, isSaving, error }: Props) {
  const elsewhere = isOfAll ? 'by default' : 'as for all accounts';
  const { hours, approval, fixSettings = {} } = settings;
  const [marks, setMarks] = useState(() => (hours?.length ? hours : [0]).map((_, i) => `hours${i}`));
  const [made, setMade] = useState(marks.length);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save(settingsIn(form, marks, objectIn(textIn(form, 'fixSettings')) ?? {}));
  };
  const addHours = () => {
    setMarks([...marks, `hours${made}`]);
    setMade(made + 1);
  };
  const these = (name: string, label: string, before: readonly string[] | null | undefined) => (
    <label>
      {label}
      <textarea name={`${name}.these`} rows={3} spellCheck={false} defaultValue={before?.join('\n')} />
    </label>
  );
  return (
    <form onSubmit={submit} className="stack narrow">
      <OneOf
        label="Changes are allowed"
        name="enabled"
        elsewhere={elsewhere}
        of={YES_NO}
        before={said(settings.enabled)}
      />
      <AllOrThese
        label="Fixes"
        name="allowedFixes"
        elsewhere={elsewhere}
        all="all"
        before={settings.allowedFixes}
      >
        {these('allowedFixes', 'Ids of fixes, one below the other', settings.allowedFixes)}
      </AllOrThese>
      <AllOrThese label="Regions" name="regions" elsewhere={elsewhere} all="all" before={settings.regions}>
        {these('regions', 'Regions, one below the other', settings.regions)}
      </AllOrThese>
      <AllOrThese label="Change windows" name="hours" elsewhere={elsewhere} all="at any time" before={hours}>
        <HoursFields
          marks={marks}
          before={(mark) => hours?.[Number(mark.slice('hours'.length))]}
          change={setMarks}
        />
        <p>
          <button type="button" className="button" onClick={addHours}>
            Another window
          </button>
        </p>
      </AllOrThese>
      <AllOrThese
        label="Exempt tags"
        name="exemptTags"
        elsewhere={elsewhere}
        all={undefined}
        before={settings.exemptTags}
      >
        {these(
          'exemptTags',
          'Tags as key=value or key, one below the other (left empty: none)',
          settings.exemptTags?.map(tagInWords),
        )}
      </AllOrThese>
      <NumberField
        label="Changes per hour"
        name="maxChangesPerHour"
        elsewhere={elsewhere}
        min={0}
        max={10_000}
        before={settings.maxChangesPerHour}
      />
      <NumberField
        label="Resources per remediation"
        name="maxResourcesPerRemediation"
        elsewhere={elsewhere}
        min={0}
        max={500}
        before={settings.maxResourcesPerRemediation}
      />
      <OneOf
        label="Approval is always asked for"
        name="always"
        elsewhere={elsewhere}
        of={YES_NO}
        before={said(approval?.always)}
      />
      <OneOf
        label="Approval levels"
        name="levels"
        elsewhere={elsewhere}
        before={String(approval?.levels ?? '')}
        of={[
          ['1', 'approvers'],
          ['2', 'approvers, then admins'],
        ]}
      />
      <NumberField
        label="Approvers needed at each level"
        name="quorum"
        elsewhere={elsewhere}
        min={1}
        max={20}
        before={approval?.quorum}
      />
      <JsonField
        label={`Settings of fixes, by fix id (JSON; left empty: ${elsewhere})`}
        name="fixSettings"
        before={fixSettings}
      />
      <Problem error={error} />
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          Save
        </button>
      </p>
    </form>
  );
}
