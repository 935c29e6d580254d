"""Opens psql on the application's database: ``make shell-db``."""

import os
import shutil
import subprocess
import sys

from commune_police.db.embedded import EmbeddedServerError, database_url, server_program


def main() -> int:
    """Connect as the application does: rows show only after ``SET app.communes = '*'``."""
    address = os.environ.get("DATABASE_URL")
    try:
        psql = shutil.which("psql") if address else str(server_program("psql"))
        address = address or database_url()
    except EmbeddedServerError as error:
        print(error, file=sys.stderr)
        return 1
    if psql is None:
        print("psql is not installed (Debian: apt-get install postgresql-client).", file=sys.stderr)
        return 1
    print("Rows of communes show after:  SET app.communes = '*'; SET app.jurisdictions = '*';")
    return subprocess.call([psql, address])  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
