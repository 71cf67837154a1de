"""What runs on a person's machine: the `tintype` command and the embedded local stack."""
