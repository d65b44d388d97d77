"""The backup that operations.md describes: made while others work, brought back where nothing else is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from benchmarks.faults.ground import ACTS, PERIOD, PUBLISH, Say, call, copied, differences, standing
from benchmarks.faults.kills import first_write, started

_SECRETS = ("data/seal.key", "data/true-counts")


def backups(stages: dict[str, Path], place: Path, say: Say) -> None:
    """A backup of everything, one beside each command, one that was cut off."""
    _everything(stages["published"], place, say)
    for act in ACTS:
        project = copied(stages[act.stage], place / f"beside-{act.name}")
        before = standing(project)
        process = started(project, act)
        first_write(project, process)
        file = place / f"{act.name}.tar.gz"
        came = call(project, "backup", str(file))
        process.wait()
        after = standing(project)
        restored = place / f"restored-{act.name}"
        back = call(project, "restore", str(file), str(restored))
        found = standing(restored) if back.code == 0 else {}
        in_store = found.get("submissions") in (before["submissions"], after["submissions"])
        doctor = call(restored, "doctor") if back.code == 0 else back
        again = call(restored, *act.arguments) if back.code == 0 else back
        # the backup may have been made after the store was written
        is_done = act.is_done(again)
        why = "" if is_done else again.last[:120]
        right = came.code == 0 and back.code == 0 and in_store and not found["torn"] and not found["half"] and not why
        told = f"exit {came.code}, restored {back.code}, doctor {doctor.code}, the command there {again.code} {why}"
        say(
            f"backup beside {act.name}", "while it is under way", f"{told} {'' if in_store else 'store differs'}", right
        )


def _everything(stage: Path, place: Path, say: Say) -> None:
    project = copied(stage, place / "whole")
    public = ("--audience", "public")
    ran = call(project, "run", "--period", PERIOD, *public)
    published = call(project, *PUBLISH, *public)
    file = place / "whole.tar.gz"
    came = call(project, "backup", str(file))
    wanted = standing(project)
    secrets = [name for name in _SECRETS if (project / name).exists()]
    # nothing of the first machine is left
    shutil.rmtree(project)
    restored = place / "restored"
    back = call(place, "restore", str(file), str(restored))
    why = differences(wanted, standing(restored)) if back.code == 0 else back.last
    missing = [name for name in secrets if not (restored / name).exists()]
    doctor = call(restored, "doctor")
    again = [call(restored, *one) for one in (("run", "--period", PERIOD, *public), (*PUBLISH, *public))]
    same = "nothing differs" in again[1].said
    told = f"public run {ran.code}, publish {published.code}; backup {came.code}, restore {back.code}"
    told += f", doctor {doctor.code}"
    kept = f"{', '.join(secrets)} kept" if secrets and not missing else f"missing: {missing}"
    then = f"run there {again[0].code}, publish {'finds nothing to change' if same else again[1].last[:100]}"
    right = not why and not missing and len(secrets) == len(_SECRETS) and doctor.code == 0 and same
    say("backup, restore", "a machine that has only the backup", f"{told}; {kept}; {then} {why}", right)
    for name, harm in (("cut off", 2), ("empty", 0)):
        content = file.read_bytes()
        hurt = place / "hurt.tar.gz"
        hurt.write_bytes(content[: len(content) // harm] if harm else b"")
        refused = call(place, "restore", str(hurt), str(place / f"nothing-{harm}"))
        left = list((place / f"nothing-{harm}").glob("*"))
        say(
            "restore",
            f"a backup that is {name}",
            f"exit {refused.code}, {refused.last[:120]}",
            refused.code == 1 and not left,
        )
    subprocess.run(["rm", "-rf", str(restored)], check=True)
