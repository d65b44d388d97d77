"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reporting.refusals import naming


def write_atomically(path: Path, content: bytes) -> None:
    """Put content at path, whole or not at all; the folder is made where it is missing.

    Raises:
        OSError: the disk is full, the folder cannot be written to, … What was at path before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with naming(path), os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        # mkstemp makes files private; what is published is for everybody whom the folder lets in
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
