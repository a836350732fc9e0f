import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Choice } from '../../../ui/choice.js';
import { FilterForm } from '../../../ui/filter-form.js';
import { Filters } from '../../../ui/filters.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { facts } from './conditions.js';
import { onOrOff, pathOf, type RuleFilters } from './filters.js';
import { rulesOf } from './queries.js';
import { RuleTrial } from './rule-trial.js';
import { conditionInWords, deliveryInWords, whomInWords } from './words.js';

const TEXTS = [['name', 'Name']] as const;

/** What is told, whom, and when. */
export function Rules() {
  const filters = useSearch({ from: '/settings/rules' });
  const navigate = useNavigate({ from: '/settings/rules' });
  const change = (changed: RuleFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const mayMake = useMay('admin');
  return (
    <div className="parts">
      <RuleTrial />
      <div className="with-side">
        <Filters>
          <FilterForm texts={TEXTS} filters={filters} change={change}>
            <Choice
              label="Fact"
              of={facts}
              value={facts.find((one) => one === filters.fact)}
              choose={(fact) => change({ fact })}
            />
            <Choice label="State" of={onOrOff} value={filters.state} choose={(state) => change({ state })} />
          </FilterForm>
        </Filters>
        <Listed
          of={useInfiniteQuery(rulesOf(filters))}
          title="Rules"
          things={['rule', 'rules']}
          curl={pathOf(filters)}
          actions={
            mayMake && (
              <Link to="/settings/rules/new" className="button primary">
                New rule
              </Link>
            )
          }
          nothing={<Nothing isFiltered={Object.keys(filters).length > 0} mayMake={mayMake} />}
          row={(rule) => <Row key={rule.id} rule={rule} />}
        />
      </div>
    </div>
  );
}

const Nothing = ({ isFiltered, mayMake }: { isFiltered: boolean; mayMake: boolean }) =>
  isFiltered ? (
    <Empty title="No rule passes these filters">
      <p>
        <Link to="/settings/rules">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="Nobody is told of anything">
      <p>{mayMake ? <Link to="/settings/rules/new">Make a rule</Link> : 'An admin can make rules.'}</p>
    </Empty>
  );

const Row = ({ rule }: { rule: Schemas['NotificationRule'] }) => (
  <li data-rule={rule.id}>
    <span>
      <Link to="/settings/rules/$ruleId" params={{ ruleId: rule.id }} data-row="">
        {rule.name}
      </Link>{' '}
      {!rule.enabled && <span className="chip">off</span>}
      {rule.description !== null && <small className="line soft">{rule.description}</small>}
    </span>
    <span>{conditionInWords(rule)}</span>
    <span className="soft">
      {whomInWords(rule)}, {deliveryInWords(rule)}
    </span>
  </li>
);
