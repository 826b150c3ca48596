"""The text of every answer. `{topic}` is replaced by a part of the question."""

SAMPLE_ANSWER = """\
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
