/** The values that decided, as they were read. */
export const Evidence = ({ evidence }: { evidence: Record<string, unknown> }) => (
  <dl className="facts">
    {Object.entries(evidence).map(([name, value]) => (
      <div key={name}>
        <dt>
          <code>{name}</code>
        </dt>
        <dd>
          <code>{JSON.stringify(value)}</code>
        </dd>
      </div>
    ))}
  </dl>
);
