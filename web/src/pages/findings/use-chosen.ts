import { useCallback, useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** Which findings something is to be done with. They stay chosen while the list is filtered or read on. */
export function useChosen() {
  const [chosen, setChosen] = useState(NONE);
  const choose = useCallback(
    (id: string, isChosen: boolean) =>
      setChosen((before) => {
        const now = new Set(before);
        if (isChosen) now.add(id);
        else now.delete(id);
        return now;
      }),
    [],
  );
  const chooseAll = useCallback((ids: readonly string[]) => setChosen(new Set(ids)), []);
  return { chosen, choose, chooseAll };
}
