"""Where things lie in a checkout."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV") or CHECKOUT / ".venv").expanduser().absolute()
PYTHON = VENV / "bin" / "python"
STATE = CHECKOUT / ".data"
LOGS = STATE / "logs"
STAMPS = STATE / "stamps"
NODE_MODULES = CHECKOUT / "node_modules"
STATIC_ROOT = CHECKOUT / "staticfiles"
