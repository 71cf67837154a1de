"""What callers see, and what stays in memory, when the live version changes again and again."""
