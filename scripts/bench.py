"""`make bench`: every benchmark of bench/, one after another; each prints its ratios and fails where one is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run all; 1 when any of them missed its mark."""
    missed = []
    for script in sorted((ROOT / "bench").glob("bench_*.py")):
        print(f"== {script.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{script.stem}"], cwd=ROOT, check=False).returncode:
            missed.append(script.stem)
    print("Не выполнено: " + ", ".join(missed) if missed else "Все цели достигнуты.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
