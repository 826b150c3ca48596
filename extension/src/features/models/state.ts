import type { Provider } from "../../shared/gateway/types.ts";

export interface ModelsState {
  providers: Provider[];
}

export type ModelsAction =
  | { type: "providers-changed"; providers: Provider[] }
  | { type: "provider-selected"; provider: string };
