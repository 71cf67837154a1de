"""From what was brought along to LiteRT files of several precisions, and what each of them is worth."""
