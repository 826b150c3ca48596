"""The prose of the stand-ins. Each writes formulas in the delimiters its provider is used to."""

THINKING = """\
**Weighing the question**

The person wants something short that can be checked. First what it is about, then a list and \
a table to compare, a few lines of code, and one formula. Umlauts like ä, ö, ü and 日本語 should \
survive the way. 🧠
"""

LONG_PARAGRAPH = """\
**Part {n}.** A long answer shows how reading feels while the text still grows: the page must \
neither jump nor stutter, and whoever scrolls back to part {n} wants to stay there. Größe, \
Übermut and 東京 come along, so that no piece is as plain as it looks. 🚲"""

_OPENAI = """\
## {topic}

Here is a **short overview** from the OpenAI stand-in. Nothing left this computer.

- *Reading:* one idea per line, so the eye finds its place
- *Writing:* umlauts (äöü), emoji (👩‍💻 🇩🇪 ✨) and CJK (你好，世界) arrive whole
- *Checking:* every number below adds up

| Step | What happens | Time |
|:-----|:-------------|-----:|
| 1 | The prompt arrives | 2 ms |
| 2 | The answer is written | 40 ms |
| 3 | It is shown as it grows | 120 ms |

```python
def greet(name: str) -> str:
    \"\"\"Say hello, to Jürgen as well as to 田中.\"\"\"
    return f"Hello, {name}! 👋"
```

Inline, \\(a^2 + b^2 = c^2\\) holds; and set apart:

\\[
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
\\]

Would you like this as a **checklist** instead?
"""

_ANTHROPIC = """\
# {topic}

Let me take this in three steps. (This is the Anthropic stand-in; nothing left this computer.)

1. **Name the thing.** A good name is half of the answer.
2. **Compare.** A table says it faster than a paragraph:

   | Approach | Strength | Weakness |
   |----------|----------|----------|
   | Simple | easy to check | may be too small |
   | Thorough | covers the edges | takes longer |

3. **Try it.** Some lines that run as they are:

```typescript
const gruss = (name: string): string => `Grüße, ${name}! 🎉`;
console.log(gruss("世界"));
```

The mean of $n$ values is

$$
\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i
$$

> A small note: emoji of several parts, like 👨‍👩‍👧‍👦, count as one character for the eye.

I'm happy to go deeper into any of these.
"""

_GEMINI = """\
### {topic}

Here's a breakdown from the Gemini stand-in (nothing left this computer):

*   **First:** what is asked, in one sentence.
*   **Second:** what is known – including Größen, 한국어 and 🌍.
*   **Third:** what to do next.

| Option | Effort | Result |
| :--- | :---: | ---: |
| A | low | 62 % |
| B | medium | 81 % |
| C | high | 94 % |

```bash
# Counts the words of a file
wc -w notizen.txt && echo "fertig ✅"
```

The gain falls with every step: $g(n) = \\frac{1}{2^n}$, so that

$$\\sum_{n=1}^{\\infty} g(n) = 1$$

---

**In short:** begin with A, measure, then decide about B.
"""

ANSWERS: dict[str, str] = {"openai": _OPENAI, "anthropic": _ANTHROPIC, "gemini": _GEMINI}
"""Each provider's answer; `{topic}` is replaced by a piece of the question."""
