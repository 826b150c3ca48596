// Characters that cannot be seen can hide instructions in a text, or make it look like another one. Some have a
// visible effect where a script or an emoji needs them: those are usual there, and nothing to be told about.

const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]|(?![\t\n\r])\p{Cc}/u;
/** The flags of England, Scotland and Wales, which are spelled with invisible tags. */
const FLAG =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/u;
const FOUND = new RegExp(`(${FLAG.source})|${INVISIBLE.source}`, "gu");

const RIGHT_TO_LEFT = /(?=\p{L})[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}]/u;
/** Scripts in which a joiner changes how the letters around it are drawn. */
const JOINED =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mand}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]/u;
/** Scripts without spaces, where lines may be broken only between words. */
const UNSPACED = /[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const EMOJI = /\p{Extended_Pictographic}/u;
const EMOJI_END = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/u;
const KEY = /[0-9#*]/;
const KEYCAP = "\u20E3";

/** Whether the character has its visible effect between these two. `bidi`: the text is written in both directions. */
function isUsual(character: string, before: string, after: string, bidi: boolean): boolean {
  switch (character) {
    case "\u200C":
      return JOINED.test(before);
    case "\u200D":
      return JOINED.test(before) || (EMOJI_END.test(before) && EMOJI.test(after));
    case "\u200E":
    case "\u200F":
    case "\u061C":
      return bidi;
    case "\u00AD":
      return /\p{L}/u.test(before) && /\p{L}/u.test(after);
    case "\u200B":
      return UNSPACED.test(before);
    case "\uFE0E":
    case "\uFE0F":
      return EMOJI.test(before) || (KEY.test(before) && after === KEYCAP);
  }
  if (/[\u180B-\u180F]/.test(character)) return /\p{sc=Mong}/u.test(before);
  // A variant of one Chinese character, as names have them.
  return /[\uFE00-\uFE02\u{E0100}-\u{E01EF}]/u.test(character) && /\p{sc=Han}/u.test(before);
}

/** Invisible characters that follow each other. */
export interface InvisibleRun {
  characters: string;
  count: number;
  /** The code point of the first. */
  name: string;
}

/** A text in its visible parts and what is invisible between them. */
export function splitAtInvisible(text: string): (string | InvisibleRun)[] {
  if (!INVISIBLE.test(text)) return [text];
  const bidi = RIGHT_TO_LEFT.test(text);
  const parts: (string | InvisibleRun)[] = [];
  let end = 0;
  let run: InvisibleRun | null = null;
  for (const { 0: character, 1: flag, index } of text.matchAll(FOUND)) {
    const next = index + character.length;
    const before = [...text.slice(Math.max(0, index - 2), index)].at(-1) ?? "";
    const after = String.fromCodePoint(text.codePointAt(next) ?? 0);
    if (flag !== undefined || isUsual(character, before, after, bidi)) continue;
    if (index > end) parts.push(text.slice(end, index));
    if (run === null || index > end) {
      const name = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
      run = { characters: "", count: 0, name };
      parts.push(run);
    }
    run.characters += character;
    run.count += 1;
    end = next;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

export function withoutInvisible(text: string): string {
  return splitAtInvisible(text)
    .filter((part) => typeof part === "string")
    .join("");
}

export function countInvisible(text: string): number {
  return splitAtInvisible(text).reduce((sum, part) => sum + (typeof part === "string" ? 0 : part.count), 0);
}
