// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";

describe("links", () => {
  it("open in a new tab, and show where they go", () => {
    const link = shown("[our bank](https://evil.example/login)").querySelector("a");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.title).toBe("https://evil.example/login");
    expect(link?.nextElementSibling?.textContent).toBe("evil.example");
  });

  it.each([
    ["[x](https://e.example/?a=1&amp;b=2)", "https://e.example/?a=1&b=2"],
    ["https://e.example/?a=1&amp;b=2", "https://e.example/?a=1&b=2"],
    ["[x][r]\n\n[r]: https://e.example/&ouml;", "https://e.example/%C3%B6"],
    ["https://e.example/?a=1&copy=2", "https://e.example/?a=1&copy=2"],
  ])("lead where their entities say: %s", (text, address) => {
    expect(shown(text).querySelector("a")?.href).toBe(address);
  });

  it("do not repeat a host that stands there", () => {
    expect(shown("https://example.com/page").textContent?.trim()).toBe("https://example.com/page");
  });

  it.each([
    "https://good.example@evil.example/",
    "good.example.evil.example",
    "evil.example.good.example",
    "https://good.example/?evil.example",
    "evil.example is our bank",
  ])("say their host beside a text that could mislead: %s", (text) => {
    expect(shown(`[${text}](https://evil.example/x)`).querySelector(".link-host")?.textContent).toBe(
      "evil.example",
    );
  });

  it.each(["https://аpple.com", "аpple.com", "https://аpple.com/xn--pple-43d.com", "https://ａpple.com"])(
    "say their host beside letters that look like others: %s",
    (text) => {
      const host = URL.parse(text)?.host ?? "xn--pple-43d.com";
      expect(shown(`[${text}](https://${host}/x)`).querySelector(".link-host")?.textContent).toBe(host);
    },
  );

  it.each(["evil.example", "https://evil.example", "evil.example/other", "HTTPS://Evil.Example"])(
    "trust a text with the host: %s",
    (text) => {
      expect(shown(`[${text}](https://evil.example/x)`).querySelector(".link-host")).toBeNull();
    },
  );

  it("show the address of a mail, unless it is the text", () => {
    expect(shown("[write us](mailto:a@e.example)").querySelector(".link-host")?.textContent).toBe(
      "a@e.example",
    );
    expect(shown("a@e.example").querySelector(".link-host")).toBeNull();
  });
});
