const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** US dollars; a price that is not known is not 0. */
export const usd = (amount: number | null): string =>
  amount === null ? 'no price known' : dollars.format(amount);
