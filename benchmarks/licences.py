"""The page of licences from what `pip-licenses --format=json` says on standard input: `make licences`."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
GROUPS = {
    "requirements.lock": "runs: what `make report` installs",
    "requirements-lab.lock": "lab: the analyst's desk, `make lab`",
    "requirements-cluster.lock": "cluster: Dask",
    "requirements-docs.lock": "docs: this manual",
    "requirements-test.lock": "test: tests and linters",
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_SHARED_ALIKE = re.compile(r"\bA?L?GPL|General Public|MPL|Mozilla|EUPL|CDDL|EPL", re.IGNORECASE)


def main() -> None:
    """Print the page."""
    told = {_folded(one["Name"]): (one["Version"], one["License"]) for one in json.load(sys.stdin)}
    print("# Licences of what is installed\n")
    print("Made by `make licences` from what each package says of itself (pip-licenses), group by group of the lock.")
    print("Nothing of a package is copied into this program; each is installed from its own distribution. The typeface")
    print("in pages is Noto Sans SC (OFL), from `pylopdf-fonts-zh-cn`.\n")
    alike = []
    counted: set[str] = set()
    for lock, title in GROUPS.items():
        # what a run needs already is not counted again; a pin may stand once for each Python
        pins = [one for one in dict(_PIN.findall((ROOT / lock).read_text("utf-8"))).items() if one[0] not in counted]
        counted |= {name for name, _ in pins}
        found = [(name, *told[_folded(name)]) for name, _ in pins if _folded(name) in told]
        elsewhere = len(pins) - len(found)
        size = sum(_bytes(name) for name, *_ in found) / 2**20
        print(f"## {title}\n")
        others = f"; {elsewhere} pins are for other systems, or are set-up's own" if elsewhere else ""
        print(f"{len(found)} packages, {size:.0f} MiB installed{others}.\n")
        print("| package | version | licence |\n|---|---|---|")
        for name, version, licence in sorted(found, key=lambda one: _folded(one[0])):
            licence = " ".join(licence.replace("|", "/").split())
            print(f"| {name} | {version} | {licence} |")
            if _SHARED_ALIKE.search(licence):
                alike.append(f"{name} ({licence})")
        print()
    print("## To be known\n")
    print("These ask that changes to themselves be shared, which nobody makes here:\n")
    print("\n".join(f"- {one}" for one in alike))


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _bytes(name: str) -> int:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0
    paths = (Path(str(one.locate())) for one in files)
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    main()
