"""`python -m tools.deploy`: says so if it is not run from the virtual environment."""

import sys

try:
    from tools.deploy.command import main
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is not installed here: use 'make deploy', which installs it.")

if __name__ == "__main__":
    sys.exit(main())
