"""A real SMTP server on this computer that takes mail, refuses it, or hangs up at a chosen point."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import Enum


class Mood(Enum):
    """What the server does with a mail for a recipient."""

    TAKE = "take"
    REFUSE_RECIPIENT = "refuse the recipient"
    REFUSE_CONTENT = "refuse the content"
    LEAVE_AT_RECIPIENT = "hang up at the recipient"
    LEAVE_IN_CONTENT = "hang up in the middle of the content"
    LEAVE_AFTER_CONTENT = "hang up after the content, unanswered"
    TAKE_AND_LEAVE = "take it and hang up"


@dataclass
class MailServer:
    """Mails taken, by recipient, in order; `moods` by recipient, all others are taken.

    With a `password` it lets nobody in who does not say it (after EHLO, by AUTH PLAIN).
    """

    port: int = 0
    moods: Mapping[str, Mood] = field(default_factory=dict)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    connections: int = 0
    password: str = ""

    @property
    def recipients(self) -> list[str]:
        """Whose mail was taken."""
        return [to for to, _mail in self.taken]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until somebody hangs up."""
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 mail.example at your service")
        to = ""
        while line := (await reader.readline()).decode().strip():
            word = line.partition(" ")[0].upper()
            mood = self.moods.get(to, Mood.TAKE)
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                mood = self.moods.get(to, Mood.TAKE)
                if mood is Mood.LEAVE_AT_RECIPIENT:
                    return
                # As servers do, the reply repeats the address.
                refused = mood is Mood.REFUSE_RECIPIENT
                say(f"550 5.1.1 <{to}>: user unknown" if refused else "250 ok")
            elif word == "EHLO" and self.password:
                say("250-mail.example")
                say("250 AUTH PLAIN")
            elif word == "AUTH":
                told = base64.b64decode(line.split()[-1]).decode().split("\0")
                say("235 welcome" if told[-1] == self.password else "535 5.7.8 bad password for <nobody>")
            elif word == "DATA":
                say("354 go ahead")
                reply = await self._content(reader, to, mood)
                if reply:
                    say(reply)
                if not reply or mood is Mood.TAKE_AND_LEAVE:
                    return
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    async def _content(self, reader: asyncio.StreamReader, to: str, mood: Mood) -> str:
        """The answer to the content of a mail; none where the server hangs up."""
        if mood is Mood.LEAVE_IN_CONTENT:
            await reader.readline()
            return ""
        content = await reader.readuntil(b"\r\n.\r\n")
        if mood is Mood.LEAVE_AFTER_CONTENT:
            return ""
        if mood is Mood.REFUSE_CONTENT:
            return f"554 5.7.1 <{to}> not wanted"
        plain = content[:-3].replace(b"\r\n..", b"\r\n.")
        self.taken.append((to, message_from_bytes(plain, policy=default)))
        return "250 queued"


@contextmanager
def mail_server(
    moods: Mapping[str, Mood] | None = None, *, tls: ssl.SSLContext | None = None, password: str = ""
) -> Iterator[MailServer]:
    """A server in a thread of its own, on a port of 127.0.0.1; with `tls` encrypted from the beginning."""
    found = MailServer(moods=dict(moods or {}), password=password)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(found.talk, "127.0.0.1", 0, ssl=tls))
    found.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
