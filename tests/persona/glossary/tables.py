"""CSV files as an editor would make them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

IMPORT = reverse("admin:persona_jejuphrase_import")
PROCESS = reverse("admin:persona_jejuphrase_process_import")
EXPORT = reverse("admin:persona_jejuphrase_export")


def csv_bytes(*lines: str) -> bytes:
    """A file with these lines; the first names the columns."""
    return "\r\n".join(lines).encode("utf-8-sig")


def two_thousand(*, bad: int) -> bytes:
    """2,000 rows of which `bad`, spread over the file, are bad: each of them in another way."""
    every = 2000 // bad
    faults = (
        "ᄒᆞ영,많이,인사",
        "새말,,인사",
        "새말,새뜻,모르는갈래",
        ",새뜻,인사",
        "하영,많이,인사,넘침",
        '새말,"새뜻,인사',
    )
    rows = [
        faults[(number // every) % len(faults)]
        if number % every == 0
        else f"새말{number},새뜻{number},인사"
        for number in range(2000)
    ]
    return csv_bytes("제주어(요즘 표기),표준어 뜻,갈래", *rows)


def preview(client: Client, raw: bytes) -> Any:
    """Post the file; return the response, with `outcome` in its context when it could be read."""
    return client.post(IMPORT, {"import_file": SimpleUploadedFile("glossary.csv", raw)})


def confirm(client: Client, previewed: Any) -> Any:
    return client.post(PROCESS, previewed.context["confirm_form"].initial, follow=True)


def bring_in(client: Client, raw: bytes) -> Any:
    return confirm(client, preview(client, raw))
