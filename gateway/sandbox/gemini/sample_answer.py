"""The text of every answer. `{topic}` is replaced by a part of the question."""

SAMPLE_ANSWER = """\
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
