"""Asks the portal in this container whether it is well; the exit status is the answer."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
request = urllib.request.Request(
    f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/healthz", headers={"Host": host}
)
try:
    with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310 - our own address
        sys.exit(response.status != 200)
except (urllib.error.URLError, OSError) as error:
    sys.exit(str(error))
