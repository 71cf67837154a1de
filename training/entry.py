"""What SageMaker runs as a script: ``entry_point="training/entry.py"`` with the repository's root as ``source_dir``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# A script's own folder is first on its path; the packages are beside and below the root.
sys.path[:1] = [str(ROOT), str(ROOT / "layers" / "tintype" / "src")]

if __name__ == "__main__":
    from training.job import main

    sys.exit(main())
