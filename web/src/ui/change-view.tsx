interface Props {
  words: readonly string[];
  calls: readonly { call: string; region: string; input?: unknown }[];
  /** What cannot be brought back. */
  loses: string | null;
}

/** A change before it is made: in words, and as the calls that AWS would get. */
export const ChangeView = ({ words, calls, loses }: Props) => (
  <>
    {words.length > 0 && (
      <ul className="diff">
        {words.map((word, i) => (
          <li key={`${i} ${word}`}>{word}</li>
        ))}
      </ul>
    )}
    {calls.map(({ call, region, input }, i) => (
      <details key={`${call}${i}`}>
        <summary>
          <code>{call}</code> in {region}
        </summary>
        {input === undefined ? (
          <p className="soft">Its input is too long to be shown here.</p>
        ) : (
          <pre>{JSON.stringify(input, undefined, 2)}</pre>
        )}
      </details>
    ))}
    {loses !== null && <p className="problem">Cannot be brought back: {loses}</p>}
  </>
);
