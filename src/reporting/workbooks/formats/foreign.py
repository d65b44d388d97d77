"""Files that are no workbook: what each is, and what its sender can do about it in WPS or Office."""

from __future__ import annotations

from pathlib import Path

import olefile

from reporting.errors import UnreadableFileError

__all__ = ["archive_of_files", "foreign_file", "foreign_ole"]

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06", b"BZh", b"\xfd7zXZ")


def foreign_file(start: bytes, where: str) -> UnreadableFileError | None:
    """The error for a file that its first bytes tell to be something else; None where they tell nothing.

    Args:
        start: its first 32 bytes.
        where: its name.
    """
    if start.startswith(b"%PDF"):
        return UnreadableFileError(
            "the file is a PDF",
            where=where,
            hint="send the Word or Excel file that it was printed from, or turn it into one in WPS and check it",
        )
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP") or start[4:8] == b"ftyp":
        return UnreadableFileError(
            "the file is a picture", where=where, hint="fill in the form's workbook, or send the file that was scanned"
        )
    if start.startswith(b"{\\rtf"):
        return _old_word(where)
    if start.startswith(_ARCHIVES):
        return archive_of_files(where)
    return None


def foreign_ole(path: Path) -> UnreadableFileError | None:
    """The error for an OLE file that holds a document of another program; None where it may be a workbook."""
    try:
        with olefile.OleFileIO(path) as container:
            streams = {"/".join(parts) for parts in container.listdir()}
    except Exception:  # what olefile cannot open, the reader of workbooks will refuse
        return None
    if streams & {"Workbook", "Book", "EncryptedPackage"}:
        return None
    if "WordDocument" in streams or "WpsDocument" in streams:
        return _old_word(path.name)
    if "PowerPoint Document" in streams:
        return UnreadableFileError(
            "the file is a presentation", where=path.name, hint="send the form's workbook, or the form as .docx"
        )
    if path.suffix.lower() in (".et", ".ett"):
        return UnreadableFileError(
            "the file is a WPS spreadsheet of a kind that cannot be read",
            where=path.name,
            hint="WPS: File, Save as, type Excel file (*.xlsx); send that",
        )
    return None


def archive_of_files(where: str) -> UnreadableFileError:
    """The error for a packed folder."""
    return UnreadableFileError(
        "the file is an archive of other files", where=where, hint="unpack it, and send the workbooks one by one"
    )


def _old_word(where: str) -> UnreadableFileError:
    return UnreadableFileError(
        "the file is a Word document of an old format",
        where=where,
        hint="WPS or Word: File, Save as, type Word file (*.docx); send that",
    )
