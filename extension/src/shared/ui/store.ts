import { type ReadonlySignal, signal } from "@preact/signals";

/** A page's state, which changes by actions only. */
export interface Store<State, Action> {
  readonly state: ReadonlySignal<State>;
  dispatch(action: Action): void;
}

export function createStore<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: State,
): Store<State, Action> {
  const state = signal(initial);
  return {
    state,
    dispatch(action) {
      state.value = reduce(state.value, action);
    },
  };
}
