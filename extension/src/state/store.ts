import { type ReadonlySignal, signal } from "@preact/signals";
import { type Action, reduce } from "./reducer.ts";
import { INITIAL_STATE, type State } from "./state.ts";

export interface Store {
  readonly state: ReadonlySignal<State>;
  dispatch(action: Action): void;
}

export function createStore(): Store {
  const state = signal(INITIAL_STATE);
  return {
    state,
    dispatch(action) {
      state.value = reduce(state.value, action);
    },
  };
}
