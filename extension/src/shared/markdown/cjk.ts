// Chinese, Japanese and Korean are written without spaces, which Markdown takes for the ends of words.

/**
 * Wide, full-width and half-width characters of these scripts, as the amendment "markdown-cjk-friendly" to CommonMark
 * defines them (https://github.com/tats-u/markdown-cjk-friendly). Emoji are as wide, but none of them.
 */
export const CJK =
  "(?!\\p{Emoji_Presentation})[\\u1100-\\u11FF\\u20A9\\u2329\\u232A\\u2630-\\u2637\\u268A-\\u268F\\u2E80-\\u303E" +
  "\\u3041-\\uA4C6\\uA960-\\uA97C\\uAC00-\\uD7FB\\uF900-\\uFAFF\\uFE10-\\uFE19\\uFE30-\\uFE6B\\uFF01-\\uFFEE" +
  "\\u{16FE0}-\\u{18DF2}\\u{1AFF0}-\\u{1B2FB}\\u{1D300}-\\u{1D376}\\u{1F200}-\\u{1F265}\\u{20000}-\\u{3FFFD}]";

/** Dashes, dots and quotation marks that Chinese shares with other languages. */
const SHARED = "[—…‘’“”]";

/** Punctuation that ends an address: none contains it unless it is percent-encoded. */
export const FULL_WIDTH_PUNCTUATION = `(?:(?=[\\p{P}\\p{S}])${CJK}|${SHARED})`;
