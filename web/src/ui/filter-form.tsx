import type { FormEvent, ReactNode } from 'react';
import { textIn } from './fields.js';

type Texts<Name extends string> = Partial<Record<Name, string | undefined>>;

/** Filters that are typed, which count when the form is sent; those that are chosen are its children. */
export function FilterForm<Name extends string>({
  texts,
  filters,
  change,
  children,
}: {
  texts: readonly (readonly [name: Name, label: string, type?: 'date'])[];
  filters: Texts<Name>;
  change: (filters: Texts<Name>) => void;
  children?: ReactNode;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change(Object.fromEntries(texts.map(([name]) => [name, textIn(form, name) || undefined])) as Texts<Name>);
  };
  return (
    // by its key it is made anew when the address changes by other means
    <form key={JSON.stringify(texts.map(([name]) => filters[name]))} onSubmit={submit} className="filters">
      {children}
      {texts.map(([name, label, type], i) => (
        <label key={name}>
          {label}
          <input
            name={name}
            {...(type === undefined ? {} : { type, max: '9999-12-31' })}
            defaultValue={filters[name] ?? ''}
            {...(i === 0 ? { 'data-filter': '' } : {})}
          />
        </label>
      ))}
      <button className="button">Filter</button>
    </form>
  );
}
