"""Images that are uploaded first and answered later: where to put one, and what became of it."""
