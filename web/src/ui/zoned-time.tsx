/** On the clock of a zone, in the form of the API's previews; undefined where the browser does not know the zone. */
function wallOf(at: string, timezone: string): string | undefined {
  try {
    // Swedish dates are written as ISO 8601 has them
    const format = { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' } as const;
    return new Intl.DateTimeFormat('sv-SE', format).format(new Date(at));
  } catch {
    return undefined;
  }
}

/** A time on the clock of a schedule. */
export const ZonedTime = ({ at, timezone }: { at: string; timezone: string }) => (
  <span className="soft">
    {wallOf(at, timezone)} {timezone}
  </span>
);
