import type { Provider } from "../../shared/gateway/types.ts";
import type { ModelsState } from "./state.ts";

export function isUsable(provider: Provider): boolean {
  return provider.key.state !== "missing" && provider.key.state !== "rejected";
}

export function hasUsableKey(providers: readonly Provider[]): boolean {
  return providers.some(isUsable);
}

export function selectedProvider({ providers }: ModelsState): Provider | undefined {
  return providers.find(({ selected }) => selected) ?? providers[0];
}

export function providerName({ providers }: ModelsState, id: string | null): string {
  return providers.find((provider) => provider.id === id)?.name ?? id ?? "";
}
