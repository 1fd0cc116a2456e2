"""Known vulnerabilities of the installed packages, by pip-audit.

    python -m bench.audit

The exit status is 1 if a package has a known vulnerability, and 2 if pip-audit could not reach its
database: an audit that did not run has not passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

PATIENCE = 180  # seconds, for all packages


def main() -> int:
    """Prints one line for each vulnerability, then a summary."""
    command = [sys.executable, "-m", "pip_audit", "--skip-editable", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "10"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return unavailable(f"no reply within {PATIENCE} s")
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, LookupError):
        return unavailable((done.stderr.strip().splitlines() or ["no output"])[-1][:200])
    audited = [package for package in packages if "vulns" in package]
    if not audited:
        return unavailable("it knows none of the packages")
    return summarise(audited, len(packages))


def unavailable(why: str) -> int:
    """Prints why the audit did not run; 2."""
    print(f"audit: pip-audit cannot reach its database ({why}); known vulnerabilities were NOT "
          "checked. Run it with access to the vulnerability service.")  # fmt: skip
    return 2


def summarise(packages: list[dict[str, Any]], total: int) -> int:
    """Prints the vulnerabilities and the number of packages audited; 1 if there is one."""
    found = [(package, vulnerability) for package in packages for vulnerability in package["vulns"]]
    for package, vulnerability in found:
        fixed = ", ".join(vulnerability["fix_versions"]) or "no version"
        print(f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in {fixed}")
    print(f"audit: {len(found)} known vulnerabilities in {len(packages)} of {total} packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
