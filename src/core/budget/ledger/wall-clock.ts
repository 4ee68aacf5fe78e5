/** What a zone's wall clock shows at an instant, as if it were UTC: epoch ms plus the zone's offset. */
export type WallClock = (at: number) => number;

const SECOND = 1000;

/** Whether the zone is one this machine knows: `utc`, or an IANA name such as `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  if (zone === 'utc') return true;
  try {
    return formatterOf(zone).resolvedOptions().timeZone !== '';
  } catch (error) {
    // What Intl throws for a zone it does not know; anything else is a bug.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The wall clock of a zone. Instants within the range of Date.
 *
 * @param zone `utc` or an IANA name
 * @throws RangeError for a zone that is none: limits are checked before they are used
 */
export function wallClockOf(zone: string): WallClock {
  if (zone === 'utc') return (at) => at;
  const formatter = formatterOf(zone);
  return (at) => {
    const fields: Record<string, number> = {};
    for (const { type, value } of formatter.formatToParts(at)) fields[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    // The formatter knows whole seconds; zones differ by whole seconds too.
    const within = ((at % SECOND) + SECOND) % SECOND;
    return Date.UTC(year, month - 1, day, hour, minute, second) + within;
  };
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
