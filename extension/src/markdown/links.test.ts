// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../testing/eager-document.ts";

describe("links", () => {
  it("open in a new tab, and show where they go", () => {
    const link = shown("[our bank](https://evil.example/login)").querySelector("a");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.title).toBe("https://evil.example/login");
    expect(link?.nextElementSibling?.textContent).toBe("evil.example");
  });

  it("do not repeat a host that stands there", () => {
    expect(shown("https://example.com/page").textContent?.trim()).toBe("https://example.com/page");
  });
});
