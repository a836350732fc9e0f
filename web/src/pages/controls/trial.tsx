import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { useDebounced } from '../../ui/debounced.js';
import { Empty, Shown } from '../../ui/states.js';
import { resourceOf } from '../resources/queries.js';
import { resourcesLike } from './queries.js';
import { TrialForm } from './trial-form.js';

const TYPED_MS = 250;

/** What the control says of a resource that one chooses, as it is or as it might be. Nothing of it is kept. */
export function Trial({ control: { id, resourceType } }: { control: Schemas['ControlDetail'] }) {
  const [text, setText] = useState('');
  const [arn, choose] = useState('');
  const typed = useDebounced(text.trim(), TYPED_MS);
  const found = useQuery(resourcesLike(resourceType, typed));
  const resource = useQuery(resourceOf(arn));
  return (
    <section className="card">
      <h2>Try it</h2>
      <Shown of={found}>
        {({ items, nextCursor }) =>
          items.length === 0 && typed === '' ? (
            <Empty title={`The inventory holds no ${resourceType}`}>
              <p>
                A scan fills it: start one on the <Link to="/">overview</Link>.
              </p>
            </Empty>
          ) : (
            <div className="inline">
              <label>
                Name or ARN holds
                <input value={text} onChange={({ target }) => setText(target.value)} autoComplete="off" />
              </label>
              <label>
                Resource
                <select value={arn} onChange={({ target }) => choose(target.value)}>
                  <option value="">{items.length === 0 ? 'none is named so' : 'choose one'}</option>
                  {/* what was chosen stays, also where other names are looked for */}
                  {arn !== '' && items.every((one) => one.arn !== arn) && <option>{arn}</option>}
                  {items.map((one) => (
                    <option key={one.arn} value={one.arn}>
                      {one.name === '' ? one.arn : `${one.name}: ${one.arn}`}
                    </option>
                  ))}
                </select>
              </label>
              {nextCursor !== null && <span className="soft">There are more: write a part of the name.</span>}
            </div>
          )
        }
      </Shown>
      {arn !== '' && (
        <Shown of={resource}>{(one) => <TrialForm key={arn} controlId={id} resource={one} />}</Shown>
      )}
    </section>
  );
}
