"""How gunicorn serves the portal: two processes of four threads, logs by the portal's own settings."""

import os
from pathlib import Path

import environ

# The settings read it too, but after gunicorn has taken what is below; what the environment gives wins in both.
environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
# A wrong setting stops the master with its sentence, instead of starting workers that fall one after another.
preload_app = True
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
# Only our own proxy is on loopback or in the private network; it says which scheme the visitor used.
forwarded_allow_ips = "*"
loglevel = "warning"
# Workers signal that they live through this folder: memory, not disk, wherever there is one.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
