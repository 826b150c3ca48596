// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";

describe("math", () => {
  const formulas = (text: string) =>
    [...shown(text).querySelectorAll(".math")].map((element) => element.textContent);

  it.each(["\\(a_1 + b_1\\)", "$a_1 + b_1$", "$$a_1 + b_1$$", "\\[a_1 + b_1\\]", "$$\na_1 + b_1\n$$"])(
    "comes out the same from %j",
    (text) => {
      expect(formulas(text)).toEqual(["a_1 + b_1"]);
      expect(formulas(`Then ${text} holds.`)).toEqual(["a_1 + b_1"]);
    },
  );

  it("keeps what Markdown would eat", () => {
    expect(formulas("\\[\n\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}\n\\]")).toEqual([
      "\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}",
    ]);
  });

  it("sets displayed formulas apart", () => {
    expect(shown("$$x$$").querySelector(".math-display")).not.toBeNull();
    expect(shown("$x$").querySelector(".math-display")).toBeNull();
  });

  it("takes single letters and small products", () => {
    expect(formulas("$x$, $2x$ and $5 \\times 3$")).toEqual(["x", "2x", "5 \\times 3"]);
  });

  it.each([
    "It costs $5 and $10.",
    "Between $5-$10 a month",
    "costs $5, or 10$",
    "US$20 and CA$30",
    "A$20/R$30 or 5$/10$",
    "$20 here, 30$ there",
    "$5/month and 10$",
    "$3.50/lb vs 4$",
    "**$5** or **10$**",
    "价格$5/月，或50$/年",
    "€5/$6 or £7/$8",
    "USD ($) and CAD ($)",
    "($)/($), $/€ and €/$",
    "Cheap ($$), dear ($$$)",
    "$ (cheap), $$ (moderate), $$$ (expensive), $$$$",
    "from $$ to $$$",
    "$$ and that is cheap, $$ and that is not",
    "set $HOME and $PATH",
    "Set $HOME/$USER first.",
    "$HOME/bin:$PATH",
    `\${HOME}/\${USER}`,
    "$(pwd)/$(date), $(CC)/$@",
    "$SRC/* and $1/$2, $1,$2",
    '"$#" "$@" "$?" "$!", $?/$!, $@:$<',
    'cp "$a"/"$b" $TMP/"$name"',
    "$$HOME/$$USER, and echo $$",
    "$_GET['a'].$_POST['b']",
    "$.get/$.post, $.x,$.y",
    "`^a$` is not (\\d+)$,(\\w+)$ or ^$",
    "the PID is $$; echo $$",
    "echo $$ and $$",
    "^\\d{3}$|\\d{4}$ and [^$]+$, s/\\s+$//; s/x$/y/",
    "$foo->bar($baz), $foo['x']['$y']",
    "$USER@$HOST:$PORT/",
    "$1$2 and $1, $2 and $ 10, 10 $",
    "$10k/$20k, $1M and 2M$, 5$/10$",
    "$AAPL/$MSFT, $AAPL, $TSLA",
    "a lone $ sign, a $-sign and a $-variable",
    "the PID is $$.\n\nTwo paragraphs later it is $$ again",
    "$$ stands for the PID.\n\nTwo paragraphs later\n\n$$",
    "\\$5 and \\$6",
    "`$a$`",
  ])("leaves money and names alone: %s", (text) => {
    expect(formulas(text)).toEqual([]);
    expect(shown(text).textContent?.match(/\$/g)).toHaveLength(text.match(/\$/g)?.length ?? 0);
  });

  it.each([
    ["设$x$为实数，则$x^2$不为负。", ["x", "x^2"]],
    ["the $n$th of $k$ (the $i$-th), two $x$s", ["n", "k", "i", "x"]],
    ["$5 for each, where $x$ is “$y$”, ($z$), $|a|$.", ["x", "y", "z", "|a|"]],
    [
      "$E = mc^2$, $PV = nRT$, $a + b = c$, $O(n log n)$",
      ["E = mc^2", "PV = nRT", "a + b = c", "O(n log n)"],
    ],
    ["$x^+$, $f_*$, $A^*$, $0 < x < 1$, $[0,1[$, $n!$", ["x^+", "f_*", "A^*", "0 < x < 1", "[0,1[", "n!"]],
    ["$\\text{if } x \\text{ is even}$, $5\\%$", ["\\text{if } x \\text{ is even}", "5\\%"]],
    ["$1, 2, …, n$ and $0.5$ and $f'(x)$", ["1, 2, …, n", "0.5", "f'(x)"]],
    ["so $$ x = 2, $$ and $$y$$.", ["x = 2,", "y"]],
    ["$$\nE = mc^2,\n$$", ["E = mc^2,"]],
    ["$x$/$y$ and $x$,$y$", ["x", "y", "x", "y"]],
  ])("finds what is one beside them: %s", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
  });
});
