import { type ReadonlySignal, signal } from "@preact/signals";
import { type Action, reduce } from "../../entrypoints/app/reducer.ts";
import { INITIAL_STATE, type State } from "../../entrypoints/app/state.ts";

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
