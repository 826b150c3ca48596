// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from "vitest";
import { shown } from "../../testing/eager-document.ts";
import { loadLanguage } from "./highlight.ts";

beforeAll(async () => {
  await Promise.all(["python", "js", "html"].map(loadLanguage));
});

const inColour = (markdown: string) => {
  const root = shown(markdown);
  return vi.waitFor(() => {
    expect(root.querySelector("[class^=hljs-]")).not.toBeNull();
    return root;
  });
};

describe("code", () => {
  it("gets its colours once it is whole", async () => {
    const code = "def f():\n    return '<b>'  # why";
    const root = await inColour(`\`\`\`python\n${code}\n\`\`\``);
    expect(root.querySelector(".hljs-keyword")?.textContent).toBe("def");
    expect(root.querySelector(".hljs-comment")?.textContent).toBe("# why");
    expect(root.querySelector("code")?.textContent).toBe(code);
  });

  it("is known by its other names, however they are written", async () => {
    expect((await inColour("```JS\nlet a\n```")).querySelector(".hljs-keyword")).not.toBeNull();
  });

  it("gets them in a list and in a quotation, too", async () => {
    await inColour("- x\n\n  ```js\n  let a\n  ```");
    await inColour("> ```js\n> let a\n> ```");
  });

  it("gets them as a whole though it came in parts", async () => {
    const code = `/* a comment\n${"that goes on\n".repeat(300)}*/`;
    const root = await inColour(`\`\`\`js\n${code}\n\`\`\``);
    expect(root.querySelector(".hljs-comment")?.textContent).toBe(code);
  });

  it("stays in one colour where the language is unknown or the code is huge", async () => {
    const root = shown(
      `\`\`\`klingon\nnuq\n\`\`\`\n\n\`\`\`js\n${"let a;\n".repeat(3000)}\`\`\`\n\n\`\`\`js\nlet b\n\`\`\``,
    );
    await vi.waitFor(() => expect(root.querySelector("[class^=hljs-]")).not.toBeNull());
    const coloured = [...root.querySelectorAll("code")].map((code) => code.querySelector("[class]") !== null);
    expect(coloured).toEqual([false, false, true]);
  });

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"])(
    "in a language called %s stays in one colour",
    async (name) => {
      await loadLanguage(name);
      const root = shown(`\`\`\`${name}\nlet a\n\`\`\``);
      await new Promise((resolve) => setTimeout(resolve));
      expect(root.querySelector(".code-language")?.textContent).toBe(name);
      expect(root.querySelector("code")?.textContent).toBe("let a");
      expect(root.querySelector("[class^=hljs-]")).toBeNull();
    },
  );

  it("that means harm is only coloured", async () => {
    const root = await inColour("```html\n<img src=x onerror=alert(1)><script>alert(1)</script>\n```");
    expect(root.querySelector("img, script")).toBeNull();
    expect(root.querySelector("code")?.textContent).toContain("<img src=x onerror=alert(1)>");
  });
});
