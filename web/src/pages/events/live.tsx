/** Whether the list goes on by itself, and a button to hold it while one reads. */
export function Live({
  isLive,
  set,
  pages,
}: {
  isLive: boolean;
  set: (isLive: boolean) => void;
  pages: number;
}) {
  if (pages > 1) return <p className="soft">Held, as more than the newest are shown</p>;
  return (
    <p className="actions">
      <span role="status" className={isLive ? 'live' : 'soft'}>
        {isLive ? 'Live' : 'Held'}
      </span>
      <button type="button" className="button" onClick={() => set(!isLive)}>
        {isLive ? 'Pause' : 'Go on'}
      </button>
    </p>
  );
}
