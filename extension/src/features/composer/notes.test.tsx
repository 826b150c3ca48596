// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import { setLanguage } from "../../shared/locales/index.ts";
import { answer, provider } from "../../testing/fakes.ts";
import { AnswerMeta } from "../answer/answer-meta.tsx";
import { ErrorNote } from "../connection/error-note.tsx";
import { KeyRefused } from "../keys/key-refused.tsx";

const ENGLISH = "The gateway speaks English only.";

function said(content: preact.ComponentChild): string {
  const state = signal({ ...INITIAL_STATE, providers: [provider()] });
  const app = { state } as unknown as App;
  act(() => render(<AppProviders app={app}>{content}</AppProviders>, document.body));
  return document.body.textContent ?? "";
}

afterEach(async () => {
  act(() => render(null, document.body));
  await setLanguage("en");
});

describe("in the person's language", () => {
  it("a fallback model is named", async () => {
    await setLanguage("de");
    const notices = [{ code: "model_succeeded", message: ENGLISH }];
    const text = said(<AnswerMeta answer={answer({ notices })} />);
    expect(text).toContain("OpenAI bietet gpt-4 nicht mehr an; das Ersatzmodell gpt-4.1 hat geantwortet.");
    expect(text).not.toContain(ENGLISH);
  });

  it("a key is refused, and a request for a token", async () => {
    await setLanguage("de");
    const error = errorBody({ code: "key_rejected", provider: "openai", message: ENGLISH });
    for (const note of [<KeyRefused key="key" error={error} />, <ErrorNote key="token" error={error} />]) {
      const text = said(note);
      expect(text).toContain("OpenAI");
      expect(text).not.toContain(ENGLISH);
    }
  });

  it("a code without a text is told in the gateway's message", async () => {
    const notices = [{ code: "moon_full", message: ENGLISH }];
    expect(said(<AnswerMeta answer={answer({ notices })} />)).toContain(ENGLISH);
  });
});
