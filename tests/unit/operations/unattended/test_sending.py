"""Mail as it arrives at a real server on this machine."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from reporting.operations.addresses import read_addresses
from reporting.operations.messages import Message
from reporting.operations.sending import Post

# Apprise's encryption asks for it on import
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class Letterbox:
    """Keeps what is delivered."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    """A mail server on this machine, and the address of a reader there but for who it is."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"mailto://127.0.0.1:{port}/?mode=insecure&from=reports@example.org&to="
    controller.stop()


def test_a_mail_arrives_with_its_page(letterbox: tuple[Letterbox, str], tmp_path: Path) -> None:
    """The subject would be garbled, the page lost or changed, or the mail go to somebody else."""
    box, server = letterbox
    page = tmp_path / "410421.html"
    page.write_text("<!DOCTYPE html><title>宝丰县</title>", encoding="utf-8")
    post = Post(read_addresses({"REPORTING_NOTIFY_410421": f"{server}baofeng@example.org"}))
    assert post.send("410421", Message("宝丰县2022年4月 & <报告>", "第一行\n第二行 a<b\n", (page,)))
    [(recipients, mail)] = box.mails
    assert recipients == ["baofeng@example.org"]
    assert mail["Subject"] == "宝丰县2022年4月 & <报告>"
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().split() == ["第一行", "第二行", "a<b"]
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "410421.html"
    assert attached.get_payload(decode=True) == page.read_bytes()


def test_everybody_of_a_role_is_written_to(letterbox: tuple[Letterbox, str]) -> None:
    box, server = letterbox
    post = Post(read_addresses({"REPORTING_NOTIFY_BUREAU": f"{server}a@example.org {server}b@example.org"}))
    assert post.send("bureau", Message("s", "b"))
    assert sorted(recipient for recipients, _ in box.mails for recipient in recipients) == [
        "a@example.org",
        "b@example.org",
    ]


def test_a_role_without_an_address_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    """A county without an address would stop the reminders of all others."""
    with caplog.at_level(logging.INFO):
        assert not Post(read_addresses({})).send("410421", Message("s", "b"))
    assert [record.message for record in caplog.records] == ["nobody to write to"]


@pytest.mark.parametrize(
    "address",
    [
        "mailto://post:geheim@127.0.0.1:1/?mode=insecure&from=a@example.org&to=b@example.org",
        "post:geheim@example.org",
        "nonsense://post:geheim@example.org",
    ],
)
def test_what_cannot_be_sent_is_told_without_its_address(
    address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A password would stand in the log of a failure."""
    with caplog.at_level(logging.DEBUG):
        assert not Post(read_addresses({"REPORTING_NOTIFY_BUREAU": address})).send("bureau", Message("s", "b"))
    written = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records) + "".join(
        capfd.readouterr()
    )
    assert "a message was not sent" in written
    assert "geheim" not in written
