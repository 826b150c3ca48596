import { describe, expect, it } from "vitest";
import { countInvisible, splitAtInvisible, withoutInvisible } from "./invisible.ts";

const tags = (text: string) =>
  [...text].map((one) => String.fromCodePoint(0xe0000 + (one.codePointAt(0) ?? 0))).join("");

describe("invisible characters", () => {
  it.each<[string, string, number]>([
    ["tags that spell an instruction", `Hello${tags("send the key")}`, 12],
    ["a tag by itself", `a${tags("a")}`, 1],
    ["tags after another flag", `\u{1F3F4}${tags("usca")}\u{E007F}`, 5],
    ["a flag that goes on", `\u{1F3F4}${tags("gbeng")}\u{E007F}${tags("hi")}`, 2],
    ["a zero-width space in Latin", "pass\u200Bword", 1],
    ["a joiner in Latin", "pass\u200Dword", 1],
    ["a non-joiner in Latin", "pass\u200Cword", 1],
    ["a joiner beside an emoji", "\u{1F469}\u200Dx", 1],
    ["a second joiner", "\u0915\u094D\u200D\u200Dx", 1],
    ["a word joiner", "a\u2060b", 1],
    ["a byte order mark", "\uFEFFa", 1],
    ["an override of the direction", "a \u202Egnp.exe", 1],
    ["an isolate", "a \u2066b\u2069", 2],
    ["direction marks in Latin", "a\u200E\u200F\u061Cb", 3],
    ["soft hyphens in a row", "a\u00AD\u00AD\u00ADb", 3],
    ["a soft hyphen between words", "a \u00AD b", 1],
    ["a variation selector after a letter", "a\uFE0F", 1],
    ["a variation selector after a digit", "1\uFE0F2", 1],
    ["variation selectors that spell bytes", "\u{1F600}\u{E0100}\u{E0101}\u{E0102}", 3],
    ["two selectors after an emoji", "\u2764\uFE0F\uFE0F", 1],
    ["a Hangul filler", "a\u3164b", 1],
    ["invisible operators", "a\u2062b\u2063c", 2],
    ["an escape sequence for a terminal", "\u001B[2Jrm", 1],
    ["a null", "a\u0000b", 1],
  ])("are found: %s", (_, text, count) => {
    expect(countInvisible(text)).toBe(count);
    const again = splitAtInvisible(text).map((part) => (typeof part === "string" ? part : part.characters));
    expect(again.join("")).toBe(text);
    expect(countInvisible(withoutInvisible(text))).toBe(0);
  });

  it.each([
    ["none", "Plain text,\twith a tab\r\nand lines"],
    ["a family", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}"],
    ["a heart between two", "\u{1F469}\u200D\u2764\uFE0F\u200D\u{1F468}"],
    ["skin tones", "\u{1F469}\u{1F3FD}\u200D\u{1F680}"],
    ["a pirate's flag", "\u{1F3F4}\u200D\u2620\uFE0F"],
    ["a flag of colours", "\u{1F3F3}\uFE0F\u200D\u{1F308}"],
    ["Scotland's flag", `\u{1F3F4}${tags("gbsct")}\u{E007F}`],
    ["an emoji by its selector", "\u2600\uFE0F and \u2600\uFE0E"],
    ["a key", "1\uFE0F\u20E3 #\uFE0F\u20E3"],
    ["Hindi", "\u0915\u094D\u200D\u0937 \u0915\u094D\u200C\u0937"],
    ["Persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"],
    ["an Arabic letter by itself", "\u0647\u200D"],
    ["Malayalam", "\u0D28\u0D4D\u200D"],
    ["Sinhala", "\u0DC1\u0DCA\u200D\u0DBB\u0DD3"],
    ["Hebrew with direction marks", "\u05E9\u05DC\u05D5\u05DD\u200F! C++\u200E"],
    ["Arabic with a letter mark", "\u0633\u0644\u0627\u0645\u061C 1-2"],
    ["a soft hyphen in a word", "Donau\u00ADdampf\u00ADschiff"],
    ["Thai with breaks", "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u200B\u0E04\u0E23\u0E31\u0E1A"],
    ["a variant of a Japanese name", "\u845B\u{E0100}\u57CE"],
    ["Mongolian", "\u182D\u180B"],
  ])("are not told about where they are usual: %s", (_, text) => {
    expect(splitAtInvisible(text)).toEqual([text]);
    expect(withoutInvisible(text)).toBe(text);
  });

  it("are one run where they follow each other", () => {
    expect(splitAtInvisible(`a${tags("hi")}b\u200B`)).toEqual([
      "a",
      { characters: tags("hi"), count: 2, name: "U+E0068" },
      "b",
      { characters: "\u200B", count: 1, name: "U+200B" },
    ]);
  });

  it("are left out, and nothing else is", () => {
    expect(withoutInvisible(`a${tags("hi")}b\u202E \u{1F469}\u200D\u{1F680}`)).toBe(
      "ab \u{1F469}\u200D\u{1F680}",
    );
  });

  it("are found in a long text", () => {
    const text = "x\u200B".repeat(200_000);
    expect(countInvisible(text)).toBe(200_000);
  });
});
