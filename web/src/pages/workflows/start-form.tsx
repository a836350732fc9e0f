import { type FormEvent, useId, useState } from 'react';
import { ShepherdError, type Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { FieldProblems } from '../../ui/field-problems.js';
import { objectIn } from '../../ui/json.js';
import { beginning, fieldsIn, withName } from './parameters.js';

interface Props {
  workflow: Schemas['WorkflowDefinitions']['result'][number];
  error: Error | null;
  isStarting: boolean;
  start: (body: Schemas['StartWorkflow']) => void;
}

/** Parameters as JSON: the API tells their names, and what is wrong with a value when it is given. */
export function StartForm({ workflow, error, isStarting, start }: Props) {
  const { workflowType, description, estimatedDuration, requiredParameters, optionalParameters } = workflow;
  const [text, setText] = useState(() => beginning(requiredParameters));
  const problemId = useId();
  const parameters = objectIn(text);
  const details = error instanceof ShepherdError ? error.details : [];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (parameters === undefined) return;
    const executionName = textIn(new FormData(event.currentTarget), 'executionName');
    start({
      ...{ workflowType, parameters, metadata: { source: 'page', priority: 'normal' } },
      ...(executionName === '' ? {} : { executionName }),
    });
  };
  const more = fieldsIn(optionalParameters).filter((name) => !(name in (parameters ?? {})));
  return (
    <form onSubmit={submit} className="stack">
      <p className="soft">
        {description}
        {estimatedDuration !== null && <small> ({estimatedDuration})</small>}
      </p>
      <label>
        Parameters (JSON)
        <textarea
          className="code"
          rows={8}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          aria-invalid={parameters === undefined || details.length > 0}
          aria-describedby={problemId}
        />
      </label>
      {more.length > 0 && (
        <p className="soft names">
          Also taken:{' '}
          {more.map((name) => (
            <button
              key={name}
              type="button"
              className="copy"
              disabled={parameters === undefined}
              onClick={() => setText(withName(text, name))}
            >
              + {name}
            </button>
          ))}
        </p>
      )}
      <div id={problemId} className="problem" role="alert">
        {parameters === undefined && 'This is no JSON object.'}
        {error !== null && details.length === 0 && error.message}
        <FieldProblems of={details} />
      </div>
      <label>
        Name (left out: it gets one)
        <input name="executionName" maxLength={80} pattern="[A-Za-z0-9_.+!@\(\)=\-]*" autoComplete="off" />
      </label>
      <button className="button primary" disabled={isStarting || parameters === undefined}>
        {isStarting ? 'Starting …' : 'Start'}
      </button>
    </form>
  );
}
