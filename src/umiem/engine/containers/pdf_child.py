"""The child process of ``pdf``: reads a PDF on standard input, writes the attachment (or the text) out.

It limits itself before it reads a byte, and dies of whatever goes wrong: the parent sees a broken
document, whatever the cause.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from umiem.engine.containers.child_limits import limit_this_process
from umiem.engine.containers.payload import MAX_PAYLOAD_BYTES
from umiem.engine.containers.pdf import ATTACHMENT_NAMES, MAX_PDF_BYTES, NOT_FOUND_EXIT, TEXT_OPTION

if TYPE_CHECKING:
    from pypdf import PageObject

CPU_SECONDS = 0.8  # a certificate takes a tenth of a second; two children read one upload
MEMORY_BYTES = 256 * 1024 * 1024


def main() -> int:
    """Return the exit code; the payload goes to standard output."""
    from io import BytesIO

    from pypdf import PdfReader

    limit_this_process(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    reader = PdfReader(BytesIO(sys.stdin.buffer.read(MAX_PDF_BYTES + 1)))
    asked = next((word for word in sys.argv if word.startswith(TEXT_OPTION)), None)
    if asked is not None:
        pages = int(asked.removeprefix(TEXT_OPTION))
        text = "\n".join(_shown_on(page) for page in reader.pages[:pages])
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace")[: MAX_PAYLOAD_BYTES - 1])
        return 0
    attachments = reader.attachments
    for name in ATTACHMENT_NAMES:
        contents = attachments.get(name)
        if contents:
            # The same name twice is ambiguous: two readers could see two credentials.
            if len(contents) != 1 or len(contents[0]) > MAX_PAYLOAD_BYTES:
                return 1
            sys.stdout.buffer.write(contents[0])
            return 0
    return NOT_FOUND_EXIT


def _shown_on(page: PageObject) -> str:
    """Return the text of a page, and of the notes and form fields that lie on it."""
    lines = [page.extract_text()]
    for entry in page.get("/Annots") or ():
        note = entry.get_object()
        lines += [str(note[name]) for name in ("/Contents", "/V") if name in note]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
