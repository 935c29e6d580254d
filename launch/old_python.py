"""What to do where ``python3`` is too old; in a syntax that an old Python reads."""

import shutil
import subprocess
import sys

OLDEST = (3, 11)


def find_newer():  # type: ignore[no-untyped-def]
    """Return the path of a Python that is new enough, or None."""
    for minor in range(OLDEST[1] + 8, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031
        if found and _works(found):
            return found
    return None


def _works(python):  # type: ignore[no-untyped-def]
    # A version manager may have a launcher on the path for a Python that is not chosen.
    return subprocess.call([python, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0  # noqa: S603


def tell_to_install():  # type: ignore[no-untyped-def]
    """Return the one sentence that says what is missing."""
    have = "%d.%d" % sys.version_info[:2]  # noqa: UP031
    return (
        "Python 3.11 or newer is needed and this is Python %s: install it (Debian 12 and Ubuntu 24.04 "  # noqa: UP031
        "have it as python3), or name it: make PYTHON=/path/to/python3.11 …" % have
    )
