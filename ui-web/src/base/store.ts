// A value that components watch. One store holds one fact (language, login, status); there is no tree of all state.
import { useEffect, useState } from "preact/hooks";

export class Store<T> {
  private readonly watchers_ = new Set<() => void>();
  constructor(private value_: T) {}

  get(): T {
    return this.value_;
  }

  set(value: T): void {
    if (Object.is(value, this.value_)) return;
    this.value_ = value;
    for (const watcher of [...this.watchers_]) watcher();
  }

  /** Returns the function that ends the watching. */
  watch(watcher: () => void): () => void {
    this.watchers_.add(watcher);
    return () => this.watchers_.delete(watcher);
  }
}

export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useState(0);
  useEffect(() => {
    // The value may have changed between the first drawing and this effect.
    redraw((n) => n + 1);
    return store.watch(() => redraw((n) => n + 1));
  }, [store]);
  return store.get();
}
