// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";
import { type Delimiters, pairDelimiters } from "./emphasis.ts";

const html = (text: string) => shown(text).querySelector("p")?.innerHTML;

// The examples of https://github.com/tats-u/markdown-cjk-friendly and of CommonMark's issue 650 that led to it.
const STRONG = `含**「重点」**内容
これは**私のやりたかったこと。**だからするの。
単語と**[単語と](https://example.com/word-and)**単語
**これは太字になりません。**ご注意ください。
カッコに注意**（太字にならない）**文が続く場合に要警戒。
**[リンク](https://example.com)**も注意。（画像も同様）
先頭の**\`コード\`も注意。**
**末尾の\`コード\`**も注意。
税込**¥10,000**で入手できます。
正解は**④**です。
太郎は**"Hello"**といった
太郎は**「Oh my god」**といった
**C#**や**F#**は**「.NET」**というプラットフォーム上で動作します。
IDが**００１号**になります。
・**㋐**:選択肢１つ目
**真，**她
**真“**她
**真”**她
真**（她**
真**【她**
真**《她**
**真—**她
**真～**她
**真…**她
**真·**她
**真-**她
**真，** 她
**真**，她
**さようなら︙**と太郎はいった。
.NET**（.NET Frameworkは不可）**では、
「禰󠄀」の偏は示ではなく**礻**です。
Git**（注：不是GitHub）**
𰻞𰻞**(ビャンビャン)**麺
𠮟**(こちらが正式表記)**
葛󠄀**(こちらが正式表記)**城市
大塚︀**(U+585A U+FE00)** 大塚**(U+FA10)**
〽︎**(庵点)**は、
**“︁Git”︁**Hub
他说**“你好”**，然后走了。
**推荐几个框架：**React、Vue等前端框架。
**이 [링크](https://example.kr/)**만을 강조하고 싶다.
**스크립트(script)**라고
패키지를 발행하려면 **\`npm publish\`**를 실행하십시오.
**안녕(hello)**하세요.
ᅡ**(a)**
**(k)**ᄏ
a**〰**a
a**〽**a
a**🈂**a
a**㊗**a
__注意__：注意事項
注意：__注意事項__
正體字。︁__Hong Kong and Taiwan.__
“︁Git”︁__Hub__`.split("\n");

const STRUCK = `a~~a()~~あ
あ~~()a~~a
𩸽~~()a~~a
葛󠄀~~()a~~a
a~~「a~~」
「~~a」~~a
~~a~~：~~a~~
~~日本語。︀~~English.
原价~~￥100~~，现价￥80`.split("\n");

describe("emphasis beside Chinese, Japanese and Korean", () => {
  it.each(STRONG)("is found: %s", (text) => {
    const root = shown(text);
    expect(root.querySelectorAll("strong").length).toBeGreaterThan(0);
    expect(root.textContent).not.toMatch(/\*\*|__/);
  });

  it.each(STRUCK)("strikes out: %s", (text) => {
    const root = shown(text);
    expect(root.querySelectorAll("del").length).toBeGreaterThan(0);
    expect(root.textContent).not.toContain("~~");
  });

  it.each(["*「重点」*内容", "正體字。︁_Traditional._"])("is found in its weak form: %s", (text) => {
    expect(shown(text).querySelectorAll("em")).toHaveLength(1);
  });

  // Punctuation of other scripts ends a word as before, also where it is no single UTF-16 code unit.
  it.each([
    "a**a«**a",
    "a**»a**a",
    "a**a∇**a",
    "a**a𝜵**a",
    "a**𝜵a**a",
    "a**𐬻a**a",
    'a**"b"**c',
    "**foo:**bar",
    "a**(b)**🙂c",
  ])("is not made up elsewhere: %s", (text) => {
    expect(html(text)).toBe(text);
  });
});

describe("tildes", () => {
  it.each([
    "需要3~5天，或者7~10天。",
    "~5 min, ~10 min",
    "~/bin and ~/lib",
    "H~2~O",
    "~~~3~~~ and ~~~4~~~",
    "a ~~ b ~~ c",
  ])("strike nothing out that was not meant: %s", (text) => {
    expect(shown(`So: ${text}`).querySelector("del")).toBeNull();
    expect(shown(`So: ${text}`).textContent?.trim()).toBe(`So: ${text}`);
  });

  it("strike out in pairs, with emphasis in them and around them", () => {
    expect(html("~~a **b** c~~")).toBe("<del>a <strong>b</strong> c</del>");
    expect(html("**a ~~b~~ c**")).toBe("<strong>a <del>b</del> c</strong>");
    expect(html("~~**a ~~b**")).toBe("~~<strong>a ~~b</strong>");
  });
});

describe("nested emphasis", () => {
  it.each([
    ["***a** b*", "<em><strong>a</strong> b</em>"],
    ["***a* b**", "<strong><em>a</em> b</strong>"],
    ["**a*b**c*", "<strong>a*b</strong>c*"],
    ["*a **b* c**", "<em>a <em><em>b</em> c</em></em>"],
    ["_a __b__ c_", "<em>a <strong>b</strong> c</em>"],
    ["******a******", "<strong><strong><strong>a</strong></strong></strong>"],
    ["snake_case_name and 2*3*4", "snake_case_name and 2<em>3</em>4"],
    [
      "*a [b*](https://e.example) c*",
      /^<em>a <a .*>b\*<\/a> <span class="link-host">e.example<\/span> c<\/em>$/,
    ],
    ["*a `b*` c*", "<em>a <code>b*</code> c</em>"],
  ])("%s", (text, expected) => {
    if (expected instanceof RegExp) expect(html(text)).toMatch(expected);
    else expect(html(text)).toBe(expected);
  });

  it("takes time in proportion to the text", () => {
    const run = (raw: string, opens: boolean): Delimiters => {
      return { type: "delimiters", raw, mark: raw.charAt(0), opens, closes: !opens };
    };
    const tokens = Array.from({ length: 100_000 }, (_, place) => run(place % 2 ? "*" : "_", true));
    for (let count = 0; count < 100_000; count += 1) tokens.push(run("~~", false));
    const begun = performance.now();
    pairDelimiters(tokens);
    // With the square of the length it would be minutes.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(tokens).toHaveLength(200_000);
  });
});
