import { own } from "../../shared/own.ts";

// The billing pages of providers, which the catalogue does not have. For any other provider the page where it
// issues keys is used.
const BILLING: Readonly<Record<string, string>> = {
  openai: "https://platform.openai.com/settings/organization/billing/overview",
  anthropic: "https://console.anthropic.com/settings/billing",
  gemini: "https://aistudio.google.com/usage",
};

export function billingUrl(provider: string | null, keyUrl: string | null): string | null {
  return (provider === null ? null : own(BILLING, provider)) ?? keyUrl;
}
