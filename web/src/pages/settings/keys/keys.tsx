import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../../../ui/states.js';
import { Listed } from '../../../ui/listed.js';
import { For } from '../for.js';
import { KeyRow } from './key-row.js';
import { NewKey } from './new-key.js';
import { keys } from './queries.js';

/** Who may use the API, as what, and since when they did not. */
export const Keys = () => (
  <For role="admin">
    <List />
  </For>
);

const List = () => (
  <Listed
    of={useInfiniteQuery(keys)}
    title="Keys"
    things={['key', 'keys']}
    curl="/api-keys"
    actions={<NewKey />}
    nothing={
      <Empty title="There is no key">
        <p>Make one for each person and each program: the audit log names whose it was.</p>
      </Empty>
    }
    row={(key) => <KeyRow key={key.id} of={key} />}
  />
);
