import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { controlsOf } from '../queries.js';
import { examples } from './examples.js';
import type { Rule } from './form-values.js';

/** What it is about, and the rule, with some to begin with. */
export function RuleFields({ rule, change }: { rule: Rule; change: (rule: Rule) => void }) {
  const known = useQuery(controlsOf({})).data ?? [];
  const types = [...new Set(known.map(({ resourceType }) => resourceType))].sort();
  return (
    <>
      <label>
        Resource type
        <input
          required
          autoComplete="off"
          spellCheck={false}
          list="types"
          value={rule.resourceType}
          onChange={({ target }) => change({ ...rule, resourceType: target.value })}
        />
        <datalist id="types">
          {types.map((type) => (
            <option key={type} value={type} />
          ))}
        </datalist>
      </label>
      <label>
        Rule (JSONata)
        <textarea
          required
          className="code"
          rows={8}
          spellCheck={false}
          aria-describedby="rule-says"
          value={rule.expression}
          onChange={({ target }) => change({ ...rule, expression: target.value })}
        />
      </label>
      <div id="rule-says" className="soft">
        Reads the configuration of a resource, as{' '}
        <Link to="/resources" search={{ type: rule.resourceType.trim() || undefined }} target="_blank">
          its page
        </Link>{' '}
        shows it; <code>$resource</code> has its arn, accountId and region. <code>true</code> passes,{' '}
        <code>false</code> fails, and all else decides nothing.
      </div>
      <details>
        <summary>Examples</summary>
        <ul className="rows">
          {examples.map(({ what, expression }) => (
            <li key={what}>
              <button
                type="button"
                className="copy"
                onClick={() => change({ ...rule, expression })}
                aria-label={`Take the example: ${what}`}
              >
                Take
              </button>
              <span>{what}</span>
              <code>{expression}</code>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
