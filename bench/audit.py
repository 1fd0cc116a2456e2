"""Known faults of what is installed, by pip-audit; says so where they could not be looked for.

    python -m bench.audit

The exit status is 1 where a package has a known fault, and 2 where pip-audit could not ask its
database: an audit that did not happen is none that was passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

PATIENCE = 180  # seconds, for all packages


def main() -> int:
    """Prints a line a fault, then one on what was looked at."""
    command = [sys.executable, "-m", "pip_audit", "--skip-editable", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "10"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return unasked(f"no answer within {PATIENCE} s")
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, LookupError):
        return unasked((done.stderr.strip().splitlines() or ["no output"])[-1][:200])
    looked_at = [package for package in packages if "vulns" in package]
    if not looked_at:
        return unasked("it knows none of the packages")
    return tell(looked_at, len(packages))


def unasked(why: str) -> int:
    """Says that nothing was looked for."""
    print(f"audit: pip-audit cannot ask its database ({why}); known faults were NOT looked for. "
          "Run it where the service of known faults can be reached.")  # fmt: skip
    return 2


def tell(packages: list[dict[str, Any]], total: int) -> int:
    """Prints the faults, and how many packages were looked at."""
    faults = [(package, fault) for package in packages for fault in package["vulns"]]
    for package, fault in faults:
        fixed = ", ".join(fault["fix_versions"]) or "no version"
        print(f"{package['name']} {package['version']}: {fault['id']}, mended by {fixed}")
    print(f"audit: {len(faults)} known faults in {len(packages)} of {total} packages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
