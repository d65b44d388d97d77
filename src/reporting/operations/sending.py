"""Sending messages by Apprise: mail, WeCom, DingTalk and what else it speaks. Addresses never reach a log."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from reporting.operations.addresses import Addresses
from reporting.operations.messages import Message

__all__ = ["Post"]

_log = logging.getLogger(__name__)
_SECONDS = 120


@dataclass(frozen=True)
class Post:
    """Sends messages to roles."""

    addresses: Addresses

    def send(self, role: str, message: Message) -> bool:
        """Send a message to everybody of a role; whether all of it went out.

        A message that cannot be sent stops nothing: it is logged by role and kind of service.
        """
        addresses = self.addresses.of(role)
        if not addresses:
            _log.info("nobody to write to", extra={"role": role, "subject": message.subject})
            return False
        failed = _deliver(addresses, message)
        for service in failed:
            _log.warning("a message was not sent", extra={"role": role, "subject": message.subject, "service": service})
        if not failed:
            _log.info("a message was sent", extra={"role": role, "subject": message.subject})
        return not failed


def _deliver(addresses: tuple[str, ...], message: Message) -> list[str]:
    """Send to each address; returns the kinds of service that failed."""
    import apprise

    # Apprise logs addresses that it does not understand, passwords and all
    logging.getLogger("apprise").disabled = True
    service = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Reporting", app_desc="Reporting"))
    failed = ["an address that cannot be used" for address in addresses if not service.add(address)]
    if len(failed) == len(addresses):
        return failed
    attached = [str(path) for path in message.attachments] or None
    text = apprise.NotifyFormat.TEXT
    with service.notify(
        title=message.subject, body=message.body, body_format=text, attach=attached, timeout=_SECONDS
    ) as results:
        return failed + [one.name for one in results if not one]
