"""Entry of ``python3 -m launch``; old Pythons read this file too, so its syntax stays old."""

import sys

from launch.old_python import find_newer, tell_to_install

if sys.version_info < (3, 11):  # noqa: UP036
    newer = find_newer()
    if newer is None:
        sys.exit(tell_to_install())
    import subprocess

    sys.exit(subprocess.call([newer, "-m", "launch"] + sys.argv[1:]))  # noqa: S603, RUF005

from launch.commands import main

sys.exit(main(sys.argv[1:]))
