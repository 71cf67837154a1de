"""Generated calls, most of them bad, against the function's own code in this process."""
