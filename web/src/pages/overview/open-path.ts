/** What people are to look at: open, and neither suppressed nor muted. */
export const ACTIVE = { status: 'open', suppressed: 'false', muted: 'false' } as const;

export const WORST = { order: 'worst', limit: 5 } as const;

/** The overview's first question. Without imports: it is asked before the page's code is read. */
export const OPEN_PATH = `/findings?${new URLSearchParams({ ...ACTIVE, ...WORST, limit: String(WORST.limit) }).toString()}`;
