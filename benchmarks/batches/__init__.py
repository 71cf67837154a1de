"""What an image of a batch costs beside a bare loop of decoding and running, and beside a call for each."""
