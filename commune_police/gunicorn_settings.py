"""How gunicorn serves the application, for `make run` and in production alike."""

import os
from pathlib import Path
from typing import Any

wsgi_app = "commune_police.wsgi"
# Loaded once, before the workers fork: starts sooner, needs less memory, and an embedded database
# lives as long as this process does.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
worker_class = "gthread"
threads = 4
timeout = 60
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a slow disk must not kill workers
control_socket_disable = True
loglevel = "warning"
accesslog = os.environ.get("ACCESS_LOG") or None


def pre_fork(server: Any, worker: Any) -> None:
    """Let no worker inherit a database connection."""
    from django.db import connections

    connections.close_all()
