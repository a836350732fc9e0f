import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { Copy } from '../../../ui/copy.js';
import { Shown } from '../../../ui/states.js';
import { ROLE_NAME } from './form-values.js';
import { home } from './queries.js';

const STACK = 'compliance-shepherd-member';
const TEMPLATE = 'member.yaml';

/** The command that makes the account's roles, as deploy/templates describes it. */
function commandFor(
  { roleArn, externalId }: Schemas['Account'],
  homeAccountId: string | null | undefined,
  { mayChange, mayPatch }: { mayChange: boolean; mayPatch: boolean },
): string {
  const parameters = [
    `HomeAccountId=${homeAccountId ?? 'ACCOUNT_OF_THE_SERVICE'}`,
    `ExternalId=${externalId ?? 'EXTERNAL_ID'}`,
    `InventoryRoleName=${roleArn?.split('/').at(-1) ?? ROLE_NAME}`,
    ...(mayChange ? ['AllowRemediation=true'] : []),
    ...(mayChange && mayPatch ? ['AllowPatching=true'] : []),
  ];
  return [
    'aws cloudformation deploy',
    `--stack-name ${STACK}`,
    `--template-file ${TEMPLATE}`,
    '--capabilities CAPABILITY_NAMED_IAM',
    `--parameter-overrides ${parameters.join(' ')}`,
  ].join(' \\\n  ');
}

/** What has to be deployed in the account, to be copied; and the template itself. */
export function DeployRole({ account, isOpen }: { account: Schemas['Account']; isOpen: boolean }) {
  const { data } = useQuery(home);
  const [mayChange, setMayChange] = useState(false);
  const [mayPatch, setMayPatch] = useState(false);
  const command = commandFor(account, data?.accountId, { mayChange, mayPatch });
  return (
    <details className="card" open={isOpen}>
      <summary>The role to deploy</summary>
      <p>
        Save the template as <code>{TEMPLATE}</code>, and run this with credentials of the account, in one of
        its regions. The role reads how things are configured, and no data.
      </p>
      <div className="copied">
        <pre tabIndex={0} aria-label="Command">
          {command}
        </pre>
        <Copy text={command} what="the command" />
      </div>
      <div className="stack">
        <label className="check">
          <input
            type="checkbox"
            checked={mayChange}
            onChange={({ target }) => setMayChange(target.checked)}
          />
          With the role that fixes are made with
        </label>
        {mayChange && (
          <label className="check">
            <input
              type="checkbox"
              checked={mayPatch}
              onChange={({ target }) => setMayPatch(target.checked)}
            />
            That role may install patches too
          </label>
        )}
      </div>
      {account.externalId === null && (
        <p className="problem">
          It is registered without an external id, and the template asks for one: set it below.
        </p>
      )}
      <Template />
    </details>
  );
}

/** Comes by itself, as few look at it. */
function Template() {
  const [isWanted, setWanted] = useState(false);
  const template = useQuery({
    queryKey: ['template', TEMPLATE],
    queryFn: async () => (await import('../../../../../deploy/templates/member.yaml?raw')).default,
    enabled: isWanted,
    staleTime: Infinity,
  });
  return (
    <details onToggle={({ currentTarget }) => setWanted(currentTarget.open)}>
      <summary>The template, {TEMPLATE}</summary>
      {isWanted && (
        <Shown of={template}>
          {(text) => (
            <div className="copied">
              <pre tabIndex={0} aria-label="Template">
                {text}
              </pre>
              <Copy text={text} what="the template" />
            </div>
          )}
        </Shown>
      )}
    </details>
  );
}
