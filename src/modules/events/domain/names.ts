/** What an ARN names, without where: `db:orders`, `table/orders`; undefined: it is no ARN. */
export const resourceOf = (value: string): string | undefined =>
  /^arn:[^:]+:[^:]*:[^:]*:[^:]*:(.+)$/.exec(value)?.[1];

/**
 * For the `id` of a kind whose parameters hold a name or an ARN. `named('table/', clean)` gives the cleaned name, and
 * of an ARN the ARN with the cleaned name: it may lead to another region than the event's. `clean` answers undefined
 * for what names no such resource, and an ARN of something else is none.
 */
export const named =
  (prefix: string, clean: (name: string) => string | undefined = (name) => name) =>
  (value: string): string | undefined => {
    if (!value.startsWith('arn:')) return clean(value);
    const resource = resourceOf(value) ?? '';
    const name = resource.startsWith(prefix) ? clean(resource.slice(prefix.length)) : undefined;
    return name === undefined ? undefined : value.slice(0, -resource.length) + prefix + name;
  };
