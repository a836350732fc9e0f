import { useQuery } from '@tanstack/react-query';
import { Patch } from '../../ui/patch.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { nameOf } from '../../ui/who.js';
import { timelineOf } from './queries.js';

/** What happened to the resource: events, changes, findings, fixes and approvals, the last first. */
export function Timeline({ arn }: { arn: string }) {
  return (
    <section className="card">
      <h2>Timeline of the resource</h2>
      <Shown of={useQuery(timelineOf(arn))}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing has happened to it since it was first seen" />
          ) : (
            <ol className="timeline">
              {items.map(({ id, at, kind, what, who, patch }) => (
                <li key={id}>
                  <Time at={at} /> <span className="chip">{kind}</span> {what}
                  {nameOf(who) === undefined ? null : <span className="soft"> by {nameOf(who)}</span>}
                  <Patch of={patch} />
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </section>
  );
}
