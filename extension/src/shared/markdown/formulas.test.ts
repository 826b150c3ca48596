// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";
import { loadFormulas } from "./formulas.ts";
import { sanitiseMath } from "./sanitise.ts";

beforeAll(loadFormulas);

describe("a formula", () => {
  it("becomes MathML, and keeps its source", () => {
    const formula = shown("Then \\(\\frac{1}{2}\\) holds.").querySelector(".math");
    expect(formula?.querySelector("math > mrow > mfrac, math > mfrac")).not.toBeNull();
    expect(formula?.getAttribute("title")).toBe("\\frac{1}{2}");
    expect(formula?.querySelector("math")?.getAttribute("display")).toBeNull();
  });

  it("is set apart where it is written so", () => {
    const formula = shown("$$\n\\sum_{i=1}^n i\n$$").querySelector(".math-display");
    expect(formula?.querySelector("math")?.getAttribute("display")).toBe("block");
  });

  it("may stand in a box", () => {
    expect(shown("\\(\\boxed{x}\\)").querySelector(".tml-fbox")?.textContent).toBe("x");
  });

  it("may have several lines", () => {
    const formula = shown("\\[\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n\\]");
    expect(formula.querySelectorAll("mtr")).toHaveLength(2);
  });

  it.each([
    "\\frac{1",
    "\\unknown{x}",
    "x_1_2",
    "{".repeat(1900),
    `${"x".repeat(3000)}`,
    "\\def\\a{\\a\\a}\\a",
  ])("that cannot be read stays as it is written: %.20s", (source) => {
    const root = shown(`\\[${source}\\]`);
    expect(root.querySelector("math")).toBeNull();
    expect(root.querySelector("code.math")?.textContent).toBe(source);
  });
});

describe("a formula that means harm", () => {
  const expectMathOnly = (root: ParentNode) => {
    for (const element of root.querySelectorAll("math, math *")) {
      expect(element.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
      for (const { name } of element.attributes)
        expect(name).not.toMatch(/^on|href|src|style|xlink|actiontype/);
    }
  };

  it.each([
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://evil.example}",
    "\\includegraphics{https://evil.example/p.png}",
    "\\text{<img src=x onerror=alert(1)>}",
    "\\class{alert}{x}",
    "\\id{response}{x}",
    "\\style{position:fixed}{x}",
    "\\data{x=1}{y}",
    "\\color{red}{x} \\rule{100em}{100em}",
    "\\text{</mtext></math><script>alert(1)</script>}",
    "x</math><img src=x>",
  ])("does none: %s", (source) => {
    const root = shown(`\\[${source}\\]`);
    expectMathOnly(root);
    expect(root.querySelector("a, img, script, [id], [style]")).toBeNull();
  });

  it.each([
    '<math href="javascript:alert(1)"><mi>x</mi></math>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<math><maction actiontype="statusline#https://evil.example" xlink:href="javascript:alert(1)">x</maction></math>',
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><semantics><annotation encoding='text/html'><img src=x onerror=alert(1)></annotation></semantics></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mglyph src='https://evil.example/p.png'></mglyph></math>",
    "<math><mtext><a href='javascript:alert(1)'>x</a><form action=x></form></mtext></math>",
    "<math><mi style='background:url(https://evil.example)'>x</mi></math>",
    "<math><mi onclick=alert(1) id=x name=y>x</mi></math>",
    "<svg><script>alert(1)</script></svg><img src=x onerror=alert(1)>",
  ])("is stopped at the second wall: %s", (html) => {
    const root = document.createElement("div");
    root.append(sanitiseMath(html));
    expectMathOnly(root);
    for (const element of root.querySelectorAll("*")) expect(element.localName).toMatch(/^m/);
    expect(root.querySelector("[id], [name]")).toBeNull();
  });
});
