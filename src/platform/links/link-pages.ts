import { Injectable } from '@nestjs/common';
import { FoundMethods } from '../queue/index.js';
import {
  LINK_ACT,
  LINK_PAGE,
  type ActedLink,
  type AskedLink,
  type LinkAction,
  type LinkActMark,
  type LinkKind,
  type LinkPageMark,
  type LinkShown,
} from './link-page.js';

type Show = (asked: AskedLink) => Promise<LinkShown>;
type Act = (acted: ActedLink) => Promise<string>;
interface Found {
  pages: ReadonlyMap<LinkKind, Show>;
  acts: ReadonlyMap<string, { mark: LinkActMark; act: Act }>;
}

/** What links open and do: the methods that modules have marked. */
@Injectable()
export class LinkPages {
  #found: Found | undefined;

  constructor(private readonly methods: FoundMethods) {}

  /** Undefined where no module shows that kind. */
  page(kind: LinkKind): Show | undefined {
    return this.#all().pages.get(kind);
  }

  /** Undefined where that cannot be done with that kind. */
  act(kind: LinkKind, action: LinkAction): { mark: LinkActMark; act: Act } | undefined {
    return this.#all().acts.get(`${kind} ${action}`);
  }

  /** @throws Error when two methods are for one thing */
  #all(): Found {
    if (this.#found !== undefined) return this.#found;
    const pages = new Map<LinkKind, Show>();
    for (const { mark, method } of this.methods.markedBy<LinkPageMark, Show>(LINK_PAGE)) {
      if (pages.has(mark.kind)) throw new Error(`Links to a ${mark.kind} have two pages`);
      pages.set(mark.kind, method);
    }
    const acts = new Map<string, { mark: LinkActMark; act: Act }>();
    for (const { mark, method: act } of this.methods.markedBy<LinkActMark, Act>(LINK_ACT)) {
      const name = `${mark.kind} ${mark.action}`;
      if (acts.has(name)) throw new Error(`Two methods do "${name}" by a link`);
      acts.set(name, { mark, act });
    }
    return (this.#found = { pages, acts });
  }
}
