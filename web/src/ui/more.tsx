interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Reads the next page of a list, where there is one. */
export function More({ of: list }: { of: Paged }) {
  if (!list.hasNextPage) return null;
  return (
    <p>
      <button
        type="button"
        className="button"
        disabled={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {list.isFetchingNextPage ? 'Reading on …' : 'Show more'}
      </button>
      {list.isFetchNextPageError && (
        <span className="problem" role="alert">
          {' '}
          It could not be read; try again.
        </span>
      )}
    </p>
  );
}
