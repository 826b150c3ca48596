// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, vi } from "vitest";
import { errorBody } from "../../gateway/errors.ts";
import { foundColumn } from "../../state/compare/column.ts";
import type { ComparePage } from "../../state/compare/page.ts";
import { INITIAL_STATE } from "../../state/state.ts";
import { answer, provider } from "../../testing/fakes.ts";
import { PageContext } from "../app-context.ts";
import { CompareColumn } from "./compare-column.tsx";
import { CompareContext } from "./compare-context.ts";

vi.mock("wxt/browser", () => ({ browser: {} }));

it("counts a pause from the failure, though the page opens later", () => {
  Element.prototype.scrollIntoView = () => {};
  const error = errorBody({ code: "rate_limited", action: "retry", provider: "openai", retry_after: 60 });
  const created_at = new Date(Date.now() - 40_000).toISOString();
  const timing = { first_token_ms: null, total_ms: 10_000 };
  const column = foundColumn(answer({ status: "failed", text: "", error, created_at, timing }));
  const page = { state: signal({ ...INITIAL_STATE, providers: [provider()] }) } as unknown as ComparePage;
  act(() =>
    render(
      <PageContext.Provider value={page}>
        <CompareContext.Provider value={page}>
          <CompareColumn column={column} provider={provider()} />
        </CompareContext.Provider>
      </PageContext.Provider>,
      document.body,
    ),
  );
  const retry = document.querySelector(".alert-actions button");
  expect(retry?.textContent).toMatch(/^Try again in (29|30) s$/);
  act(() => render(null, document.body));
});
