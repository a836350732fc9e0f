import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { KillSwitch } from './kill-switch.js';
import { guardrails, inAddress, nameOf } from './queries.js';
import { fields } from './words.js';

/** What may be changed in which account, and the switch that stops all of it. */
export const Guardrails = () => (
  <div className="parts">
    <KillSwitch />
    <Listed
      of={useInfiniteQuery(guardrails)}
      title="Guardrails"
      things={['scope', 'scopes']}
      curl="/remediations/guardrails"
      nothing={<Empty title="There are no guardrails" />}
      row={(one) => <Row key={one.accountId} of={one} />}
    />
  </div>
);

/** What is worth a word before one opens it. */
const SHOWN = ['hours', 'approval'] as const;

const Row = ({ of: { accountId, registered, settings, effective } }: { of: Schemas['Guardrails'] }) => (
  <li data-guardrails={accountId}>
    <span>
      <Link to="/settings/guardrails/$accountId" params={{ accountId: inAddress(accountId) }} data-row="">
        {nameOf(accountId)}
      </Link>
      <small className="line soft">
        {settings === null ? 'nothing of its own' : 'its own'}
        {!registered && ', not registered any more'}
      </small>
    </span>
    <span className={effective.enabled ? 'warn' : 'soft'}>
      {effective.enabled ? 'changes are allowed' : 'nothing is changed'}
    </span>
    <span className="soft">
      {fields
        .filter(({ name }) => SHOWN.some((shown) => shown === name))
        .map(({ name, label, words }) => (
          <span key={name} className="line">
            {label}: {words(effective)}
          </span>
        ))}
    </span>
  </li>
);
