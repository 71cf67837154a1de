"""The bodies of the `tintype` command's sub-commands; `workbench.cli` declares their options."""
