interface Remediation {
  text: string;
  steps?: readonly string[];
  url: string | null;
}

/** What to do, step by step where steps are known. */
export const Remedy = ({ of: { text, steps = [], url } }: { of: Remediation }) => (
  <>
    <p>{text}</p>
    {steps.length > 0 && (
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    )}
    {url !== null && url !== '' && (
      <p>
        <a href={url} target="_blank" rel="noreferrer">
          More about it
        </a>
      </p>
    )}
  </>
);
