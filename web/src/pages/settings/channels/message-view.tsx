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
        {fields.map(({ label, value }, i) => (
          <div key={i}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    )}
    {lists.map((list, i) => (
      <div key={i}>
        <p>
          <strong>{list.title}</strong>
        </p>
        <ul>
          {list.lines.map((line, at) => (
            <li key={at}>
              {line.text} {line.note !== null && <span className="soft">{line.note}</span>}
            </li>
          ))}
          {list.more > 0 && <li className="soft">and {list.more} more</li>}
        </ul>
      </div>
    ))}
  </>
);
