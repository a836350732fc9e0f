import type { Schemas } from '../../../api/api.js';
import { SeverityBadge } from '../../../ui/severity.js';

/** What people are told, in its words. */
export const MessageView = ({
  of: { title, text, severity, fields, lists },
}: {
  of: Schemas['DeliveryDetail']['message'];
}) => (
  <>
    <p>
      {severity !== null && <SeverityBadge of={severity} />} <strong>{title}</strong>
    </p>
    {text !== null && <p>{text}</p>}
    {fields.length > 0 && (
      <dl className="facts">
        {fields.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    )}
    {lists.map((list) => (
      <div key={list.title}>
        <p>
          <strong>{list.title}</strong>
        </p>
        <ul>
          {list.lines.map((line, i) => (
            <li key={i}>
              {line.text} {line.note !== null && <span className="soft">{line.note}</span>}
            </li>
          ))}
          {list.more > 0 && <li className="soft">and {list.more} more</li>}
        </ul>
      </div>
    ))}
  </>
);
