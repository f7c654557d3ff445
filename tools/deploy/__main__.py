"""`python -m tools.deploy`: says so if it is not run from the virtual environment."""

import sys
from pathlib import Path

_VENV = Path(__file__).resolve().parents[2] / ".venv"

try:
    from tools.deploy.command import main
except ModuleNotFoundError as error:
    missing = error.name.partition(".")[0]
    if Path(sys.prefix) == _VENV:
        sys.exit(f"{missing} is missing in {_VENV}: remove that folder and try again.")
    sys.exit(f"{missing} is not installed here: use 'make deploy', which installs it.")

if __name__ == "__main__":
    sys.exit(main())
