const STEPS = ['Register it', 'Deploy the role', 'Verify'] as const;

/** How far the adding of an account is. @param at the step that is next, from 0 */
export const Steps = ({ at }: { at: number }) => (
  <ol className="steps" aria-label="Steps">
    {STEPS.map((step, i) => (
      <li key={step} {...(i === at ? { 'aria-current': 'step' as const } : {})}>
        {step}
        {i < at && <span className="good"> (done)</span>}
      </li>
    ))}
  </ol>
);
