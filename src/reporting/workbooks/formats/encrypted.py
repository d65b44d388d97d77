"""Workbooks that Excel itself encrypted with its own default password: it opens them without asking anybody."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msoffcrypto
import olefile

__all__ = ["DEFAULT_PASSWORD", "opened_by_default"]

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
"""What Excel tries before it asks for a password (MS-OFFCRYPTO 2.3.6.1): no secret."""

_MOST_SPINS = 1_000_000
"""Rounds of hashing that are still gone through; Excel writes 100,000."""
_SPINS = re.compile(rb"spinCount=\"(\d{1,12})\"")


def opened_by_default(path: Path) -> bytes | None:
    """The workbook inside an encrypted one; None where it is not encrypted, or with another password.

    Args:
        path: an OLE file whose size has passed the limits; what is inside is no larger.
    """
    try:
        with olefile.OleFileIO(path) as container:
            if container.exists("EncryptionInfo"):
                spins = _SPINS.search(container.openstream("EncryptionInfo").read(65_536))
                if spins and int(spins[1]) > _MOST_SPINS:
                    return None
        with path.open("rb") as file:
            office = msoffcrypto.OfficeFile(file)
            if not office.is_encrypted():
                return None
            office.load_key(password=DEFAULT_PASSWORD)
            opened = io.BytesIO()
            office.decrypt(opened)
        return opened.getvalue() or None
    except Exception:  # a wrong password and a damaged file are told in many ways
        return None
