/** First in, first out; taking from the front costs nothing however long it is. */
export class Queue<T> {
  private items: T[] = [];
  private head = 0;

  push(item: T): void {
    this.items.push(item);
  }

  shift(): T | undefined {
    if (this.head === this.items.length) return undefined;
    const item = this.items[this.head++];
    if (this.head > 1000) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** Takes out all that match, wherever they stand. */
  take(matches: (item: T) => boolean): T[] {
    const left = this.items.slice(this.head);
    this.items = left.filter((item) => !matches(item));
    this.head = 0;
    return left.filter(matches);
  }
}
