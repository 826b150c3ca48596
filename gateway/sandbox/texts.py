"""Texts that all stand-in providers use."""

THINKING = """\
**Weighing the question**

The person wants something short that can be checked. First what it is about, then a list and \
a table to compare, a few lines of code, and one formula. Umlauts like ä, ö, ü and 日本語 should \
survive the way. 🧠
"""

LONG_PARAGRAPH = """\
**Part {n}.** A long answer shows how reading feels while the text still grows: the page must \
neither jump nor stutter, and a reader who scrolls back to part {n} must stay there. Größe, \
Übermut and 東京 come along, so that no piece is as plain as it looks. 🚲"""
