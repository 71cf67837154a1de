"""`python -m workbench.cli` is `tintype`."""

from workbench.cli import main

main(prog_name="tintype")
