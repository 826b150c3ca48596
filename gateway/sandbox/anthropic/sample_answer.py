"""The text of every answer. `{topic}` is replaced by a part of the question."""

SAMPLE_ANSWER = """\
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
