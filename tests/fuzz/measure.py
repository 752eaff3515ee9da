"""What reading some files costs: a process of its own reads them and says how long it took and how much it held.

``python -m tests.fuzz.measure SOURCE …`` prints a line of JSON for each source: articles, skipped, reasons, seconds,
and the MiB that the process held at most while it read this, over what it held before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_MOST = 20
_CODE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tests.fuzz.measure as m; m.main()"


def measured(*sources: str, cwd: Path, seconds: float = 600.0, stdin: Any = None) -> dict[str, dict[str, Any]]:
    """What the lines say, by source; all are read by one process."""
    command = [sys.executable, "-c", _CODE, *sources]
    done = subprocess.run(command, stdin=stdin, capture_output=True, timeout=seconds, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return dict(zip(sources, map(json.loads, done.stdout.splitlines()), strict=True))


def main() -> None:
    from kg.build import read
    from kg.read import Skipped

    list(read(str(ROOT / "kg" / "sample")))  # imports all that readers need
    for source in sys.argv[1:]:
        before = _peak(afresh=True)
        started, articles, skipped, reasons = time.perf_counter(), 0, 0, []
        for one in read(source):
            if isinstance(one, Skipped):
                skipped += 1
                reasons += [str(one)] if len(reasons) < _MOST else []
            else:
                articles += 1
        found = {"articles": articles, "skipped": skipped, "reasons": reasons}
        print(json.dumps({**found, "seconds": round(time.perf_counter() - started, 2), "mib": _peak() - before}))


def _peak(*, afresh: bool = False) -> int:
    """MiB held at most, since the start or since it was last asked for afresh; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    if afresh:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
