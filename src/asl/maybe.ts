/**
 * What may have to be waited for. Only JSONata is; all else goes on at once, so that a step over JSONPath states costs
 * no turn of the event loop.
 */
export type Maybe<T> = T | Promise<T>;

export const then = <T, U>(value: Maybe<T>, next: (value: T) => Maybe<U>): Maybe<U> =>
  value instanceof Promise ? value.then(next) : next(value);
